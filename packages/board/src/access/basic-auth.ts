import { createHash, timingSafeEqual } from 'node:crypto';
import { InvalidOptionsError } from '@drover/core';
import type { Request } from 'express';
import type { Access, Authorize } from './board-options';

/** A user of {@link basicAuth}, and what it may do. */
export interface BasicAuthAccount {
  readonly user: string;
  readonly password: string;
  /** Default 'write'. */
  readonly access?: Exclude<Access, 'none'>;
}

/**
 * Has the browser ask for a user and a password, for `board({ authorize: basicAuth({ … }) })`. They
 * travel with every request: serve the board over TLS.
 *
 * @throws InvalidOptionsError when a user or a password is missing, such as an unset variable
 */
export function basicAuth(accounts: BasicAuthAccount | readonly BasicAuthAccount[]): Authorize {
  const known = [accounts].flat().map(checkAccount);
  if (known.length === 0) throw new InvalidOptionsError('basicAuth()', 'an account', accounts);
  // Every account is compared, whatever the one before came to: the time tells nothing.
  const find = (request: Request): BasicAuthAccount | undefined => {
    const given = credentialsOf(request);
    const fitting = known.filter((account) => isSame(account, given ?? { user: '', password: '' }));
    return given && fitting[0];
  };
  return Object.assign((request: Request): Access => accessOf(find(request)), {
    challenge: 'Basic realm="Drover", charset="UTF-8"',
    user: (request: Request) => find(request)?.user,
  });
}

function accessOf(account: BasicAuthAccount | undefined): Access {
  return account ? (account.access ?? 'write') : 'none';
}

function checkAccount(account: BasicAuthAccount): BasicAuthAccount {
  const { user, password, access = 'write' } = account;
  for (const [key, value] of Object.entries({ user, password }))
    if (typeof value !== 'string' || value === '')
      // The value may be a part of a password: it is not told.
      throw new InvalidOptionsError(`basicAuth() ${key}`, 'a text that is not empty', undefined);
  if (user.includes(':'))
    throw new InvalidOptionsError('basicAuth() user', "a name without ':'", user);
  if (access !== 'read' && access !== 'write')
    throw new InvalidOptionsError('basicAuth() access', "'read' or 'write'", access);
  return { user, password, access };
}

type Credentials = Pick<BasicAuthAccount, 'user' | 'password'>;

function credentialsOf(request: Request): Credentials | undefined {
  const [, encoded] = /^basic ([A-Za-z\d+/=]+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const text = encoded && Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text?.indexOf(':') ?? -1;
  if (!text || colon < 0) return undefined;
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

function isSame(account: Credentials, given: Credentials): boolean {
  const user = timingSafeEqual(digest(account.user), digest(given.user));
  const password = timingSafeEqual(digest(account.password), digest(given.password));
  return user && password;
}

/** Of one length, whatever the text. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
