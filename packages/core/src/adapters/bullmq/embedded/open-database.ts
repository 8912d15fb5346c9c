import type { Database, Pglite } from './load-pglite';
import { rewrap } from './query-error';
import type { Site } from './site';
import type { TemplateCache } from './template-cache';
import { withoutTimers } from './without-timers';

/** Opens the database at the site; a new one is copied from the template when there is one. */
export async function openDatabase(
  pglite: Pglite,
  site: Site,
  templates: TemplateCache,
): Promise<Database> {
  if (site.isReady()) return create(pglite, site);
  return (await copyTemplate(pglite, site, templates)) ?? createTemplate(pglite, site, templates);
}

async function copyTemplate(
  pglite: Pglite,
  site: Site,
  templates: TemplateCache,
): Promise<Database | undefined> {
  const template = await templates.read();
  if (!template) return undefined;
  site.clear();
  return create(pglite, site, template).catch(() => templates.discard());
}

async function createTemplate(
  pglite: Pglite,
  site: Site,
  templates: TemplateCache,
): Promise<Database> {
  site.clear();
  const database = await create(pglite, site);
  await templates.write(async () => {
    // Spares every copy the replay of the write-ahead log.
    await database.exec('CHECKPOINT');
    return database.dumpDataDir('gzip');
  });
  return database;
}

async function create(pglite: Pglite, site: Site, template?: Blob): Promise<Database> {
  let complaints: string[] | undefined = [];
  const options = {
    parsers: parsersLikePg(pglite),
    extensions: { withoutTimers },
    onStderr: (line: string) => complaints?.push(line) !== undefined,
    ...(template && { loadDataDir: template }),
  };
  try {
    return await pglite.PGlite.create({
      ...options,
      ...(site.directory !== undefined && { dataDir: site.directory }),
    });
  } catch (error) {
    throw explain(error, complaints);
  } finally {
    complaints = undefined;
  }
}

/** BullMQ was written for `pg`, which reads int8 as text; and JSON belongs to the caller's realm. */
function parsersLikePg({ types }: Pglite): Record<number, (text: string) => unknown> {
  const parseJson = (text: string): unknown => JSON.parse(text);
  return { [types.INT8]: (text) => text, [types.JSON]: parseJson, [types.JSONB]: parseJson };
}

/** PGlite says only that it failed; PostgreSQL has said why on its standard error. */
function explain(error: unknown, complaints: readonly string[]): Error {
  const reasons = complaints.filter((line) => /FATAL|PANIC|DETAIL|could not/.test(line));
  const { message } = rewrap(error);
  return new Error(
    [message, ...reasons.map((line) => line.replace(/^.*?(?=LOG|FATAL|PANIC|DETAIL)/, ''))].join(
      ' | ',
    ),
  );
}
