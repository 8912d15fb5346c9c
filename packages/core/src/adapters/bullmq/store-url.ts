import { StoreError } from '../store-error';

/** What a store's URL says. */
export type StoreAddress =
  | { readonly kind: 'redis'; readonly url: string }
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'embedded'; readonly dataDir: string | undefined };

const ACCEPTED =
  "'redis://host:6379', 'rediss://user:password@host:6379/0', 'postgres://user:password@host:5432/database', " +
  "'embedded:' (in memory) or 'embedded:./folder'";

const KINDS: Readonly<Record<string, 'redis' | 'postgres'>> = {
  'redis:': 'redis',
  'rediss:': 'redis',
  'postgres:': 'postgres',
  'postgresql:': 'postgres',
};

/** @throws StoreError DROVER_STORE_URL */
export function parseStoreUrl(text: string): StoreAddress {
  if (text.startsWith('embedded:')) return parseEmbedded(text);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url)
    throw refused(
      text,
      'which is no URL. Characters such as / # @ in a password must be percent-encoded',
    );
  const kind = KINDS[url.protocol];
  if (!kind) throw refused(text, `and '${url.protocol}//' is no store Drover knows`);
  if (kind === 'redis') checkRedis(text, url);
  return { kind, url: text };
}

/** The URL without anything secret, for messages. */
export function withoutPassword(text: string): string {
  return text.replace(/\/\/.*@/s, hideCredentials).replace(/([?&]pass(?:word)?=)[^&#]*/gi, '$1***');
}

/** Up to the last @: a password that was not encoded may hold some. */
function hideCredentials(credentials: string): string {
  const [, user] = /^\/\/([^:@/]*):/.exec(credentials) ?? [];
  return user === undefined ? '//***@' : `//${user}:***@`;
}

function parseEmbedded(text: string): StoreAddress {
  const path = text.slice('embedded:'.length);
  if (path.startsWith('//')) throw refused(text, 'and an embedded store has no host');
  return { kind: 'embedded', dataDir: path === '' ? undefined : path };
}

function checkRedis(text: string, { hostname, pathname }: URL): void {
  if (hostname === '') throw refused(text, 'which names no host');
  if (!/^\/?\d*$/.test(pathname))
    throw refused(text, `whose database '${pathname.slice(1)}' is no number`);
}

function refused(text: string, why: string): StoreError {
  return new StoreError(
    'DROVER_STORE_URL',
    `Expected the URL of a store, such as ${ACCEPTED}; got '${withoutPassword(text)}', ${why}.`,
  );
}
