import { hkdfSync, randomBytes } from 'node:crypto';
import { EncryptionKeyError } from './encryption-key-error';

/** What is made of a key: one for each use, and a name that tells nothing of it. */
export interface EncryptionKey {
  readonly id: string;
  readonly cipher: Buffer;
  readonly digest: Buffer;
}

const BYTES = 32;
const ID_BYTES = 6;
const BASE64 = /^(?:[\w-]{43}|[A-Za-z0-9+/]{43})=?$/;
const HEX = /^[0-9a-f]{64}$/i;

/** A new key, as `configure()` takes it. */
export function generateKey(): string {
  return randomBytes(BYTES).toString('base64url');
}

/** The bytes of a key. @throws EncryptionKeyError, which does not show what was given */
export function checkKey(where: string, given: unknown): Buffer {
  const secret = bytesOf(given);
  if (secret) return secret;
  throw new EncryptionKeyError(
    'DROVER_ENCRYPTION_KEY',
    `${where}: expected ${BYTES} bytes as base64 (43 characters) or hex (64), as \`drover generate key\` ` +
      `makes them, got ${outlineOf(given)}.`,
  );
}

export function toEncryptionKey(secret: Buffer): EncryptionKey {
  const derive = (use: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, '', `drover:${use}`, bytes));
  return Object.freeze({
    id: derive('id', ID_BYTES).toString('base64url'),
    cipher: derive('cipher', BYTES),
    digest: derive('digest', BYTES),
  });
}

function bytesOf(given: unknown): Buffer | undefined {
  // What comes from a file may end with a line break.
  const text = typeof given === 'string' ? given.trim() : '';
  if (HEX.test(text)) return Buffer.from(text, 'hex');
  return BASE64.test(text) ? Buffer.from(text, 'base64') : undefined;
}

function outlineOf(given: unknown): string {
  if (typeof given === 'string') return `a text of ${given.length} characters`;
  return given === undefined ? 'undefined' : `a value of type ${typeof given}`;
}
