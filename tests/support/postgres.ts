import { execFile } from 'node:child_process';
import { chown, mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { findProgram, isExecutable } from './find-program';
import { freePort } from './free-port';
import { ServerProcess } from './server-process';
import { waitFor } from './wait-for';

const run = promisify(execFile);
const NOBODY = 65_534;

export interface PostgresServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** A PostgreSQL of one's own, or undefined, with a line that says so, where none is installed. */
export async function startPostgres(): Promise<PostgresServer | undefined> {
  const binaries = await findBinaries();
  if (!binaries) {
    process.stderr.write('PostgreSQL is not installed: its half of these tests is skipped.\n');
    return undefined;
  }

  const uid = process.getuid?.() === 0 ? await unprivilegedUser() : undefined;
  const folder = await mkdtemp(join(tmpdir(), 'drover-postgres-'));
  if (uid !== undefined) await chown(folder, uid, -1);
  const data = join(folder, 'data');
  const as = uid === undefined ? {} : { uid };
  await run(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'drover', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { ...as, cwd: folder },
  );

  const port = await freePort();
  const url = `postgres://drover@127.0.0.1:${port}/postgres`;
  const place = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder];
  const settings = [
    'fsync=off',
    'logging_collector=on',
    `log_directory=${folder}`,
    'log_filename=postgres.log',
  ];
  const server = await ServerProcess.start({
    program: join(binaries, 'postgres'),
    folder,
    stopSignal: 'SIGQUIT',
    ...as,
    args: [...place, ...settings.flatMap((setting) => ['-c', setting])],
  });
  try {
    await waitFor(() => !server.running || answers(url), {
      what: `PostgreSQL on port ${port}`,
    });
    if (!server.running) throw new Error('postgres ended at once');
  } catch (error) {
    const log = await readFile(join(folder, 'postgres.log'), 'utf8').catch(() => '(no log)');
    await server.stop();
    throw new Error(`PostgreSQL did not start on port ${port}. Its log:\n${log}`, { cause: error });
  }
  return { url, stop: () => server.stop() };
}

/** One for the tests of this file: its address while they run, undefined where the machine has none. */
export function postgresForTests(): () => string | undefined {
  let postgres: PostgresServer | undefined;
  beforeAll(async () => void (postgres = await startPostgres()));
  afterAll(() => postgres?.stop());
  return () => postgres?.url;
}

/** Debian keeps them off the PATH, in a folder per version; the newest one is taken. */
async function findBinaries(): Promise<string | undefined> {
  const root = '/usr/lib/postgresql';
  const versions = await readdir(root).catch(() => []);
  const folders = [
    ...versions
      .toSorted((a, b) => Number(b) - Number(a))
      .map((version) => join(root, version, 'bin')),
    dirname(findProgram('postgres') ?? '/usr/local/bin/postgres'),
    '/usr/local/bin',
  ];
  return folders.find(
    (bin) => isExecutable(join(bin, 'postgres')) && isExecutable(join(bin, 'initdb')),
  );
}

/** PostgreSQL refuses to run as root. */
async function unprivilegedUser(): Promise<number> {
  return run('id', ['-u', 'postgres']).then(
    ({ stdout }) => Number(stdout),
    () => NOBODY,
  );
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}
