import type { RequestHandler } from 'express';

/** Nothing from elsewhere. bull-board sets style attributes, and `<base>`, so those must be allowed. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // Not 'no-referrer': browsers would then hide the origin of the board's own forms.
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-Robots-Tag': 'noindex',
};

/** What every answer of the board says, whatever the application around it says. */
export const securityHeaders: RequestHandler = ({ path }, response, next) => {
  response.removeHeader('X-Powered-By');
  response.set(HEADERS);
  if (!path.startsWith('/static/')) response.set('Cache-Control', 'no-store');
  next();
};
