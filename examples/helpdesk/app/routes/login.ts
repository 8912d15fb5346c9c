import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Router, urlencoded, type Request, type RequestHandler } from 'express';
import { users, type User } from '../models/account';

/** Of every user of this example. */
export const PASSWORD = process.env['HELPDESK_PASSWORD'] ?? 'drover';

const COOKIE = 'helpdesk_session';
const sessions = new Map<string, User>();

const PAGE = `<!doctype html><title>Helpdesk</title><form method="post">
<p><label>E-mail <input name="email" type="email" autofocus></label></p>
<p><label>Password <input name="password" type="password"></label></p>
<button>Sign in</button></form>`;

/** The user who has signed in, if any. */
export function currentUser(request: Request): User | undefined {
  const [, token] =
    new RegExp(`(?:^|; )${COOKIE}=([\\w-]+)`).exec(request.headers.cookie ?? '') ?? [];
  return token === undefined ? undefined : sessions.get(token);
}

/** Sends whoever has not signed in to the form. */
export const signedInOnly: RequestHandler = (request, response, next) =>
  currentUser(request) ? next() : response.redirect('/login');

export function loginRoutes(): Router {
  const router = Router();
  router.get('/', (_request, response) => response.type('html').send(PAGE));
  router.post('/', urlencoded({ extended: false }), (request, response) => {
    const { email, password } = request.body as Record<string, unknown>;
    const [user] = users.where((each) => each.email === email);
    if (!user || !isPassword(password)) {
      response.status(401).type('html').send(PAGE);
      return;
    }
    const token = randomBytes(24).toString('base64url');
    sessions.set(token, user);
    response.cookie(COOKIE, token, { httpOnly: true, sameSite: 'strict' });
    response.redirect('/jobs');
  });
  return router;
}

function isPassword(given: unknown): boolean {
  return timingSafeEqual(digest(String(given)), digest(PASSWORD));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
