import { createPostgresBackend, Queue } from 'bullmq';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openEmbedded,
  type EmbeddedStore,
} from '../../../../src/adapters/bullmq/embedded/open-embedded';
import { forkChild, kill, letGo, reportOf } from './fork-child';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'drover-data-'));
});

afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const openQueue = (store: EmbeddedStore) =>
  new Queue('kept', { connection: store.pool as never }, createPostgresBackend);

type OpenQueue = ReturnType<typeof openQueue>;

async function withQueue<T>(
  store: EmbeddedStore,
  use: (queue: OpenQueue) => Promise<T>,
): Promise<T> {
  const queue = openQueue(store);
  try {
    return await use(queue);
  } finally {
    await queue.close();
  }
}

async function opened<T>(use: (store: EmbeddedStore) => Promise<T>): Promise<T> {
  const store = await openEmbedded({ dataDir });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

const addJob = (store: EmbeddedStore) =>
  withQueue(store, (queue) => queue.add('remember', { me: 'please' }));
const waitingJobs = (store: EmbeddedStore) =>
  withQueue(store, async (queue) => (await queue.getJobs('waiting')).map(({ data }) => data));

describe('a data directory', () => {
  it('keeps its jobs when the store is closed and opened again', async () => {
    await opened(addJob);
    expect(await opened(waitingJobs)).toEqual([{ me: 'please' }]);
  });

  it('is refused to a second process, until the first was killed', async () => {
    const owner = forkChild('open', dataDir);
    expect(await reportOf(owner)).toEqual({ holds: true });
    const second = forkChild('open', dataDir);
    const refusal = await reportOf(second);
    expect(refusal).toMatchObject({ code: 'DROVER_DATA_DIR_IN_USE' });
    expect(refusal.message).toContain(`process ${owner.pid} has it open`);
    await letGo(second);
    await kill(owner);
    await opened(addJob);
    expect(await opened(waitingJobs)).toEqual([{ me: 'please' }]);
  });

  it('starts anew when its very first start was interrupted', async () => {
    await opened(addJob);
    writeFileSync(join(dataDir, 'unfinished'), '');
    rmSync(join(dataDir, 'pgdata', 'base'), { recursive: true });
    expect(await opened(waitingJobs)).toEqual([]);
    expect(existsSync(join(dataDir, 'unfinished'))).toBe(false);
  });

  it('says what PostgreSQL says when it cannot be opened, and is free again', async () => {
    await opened(addJob);
    writeFileSync(join(dataDir, 'pgdata', 'PG_VERSION'), '12\n');
    const refused = openEmbedded({ dataDir });
    await expect(refused).rejects.toMatchObject({ code: 'DROVER_STORE_UNREACHABLE' });
    await expect(refused).rejects.toThrow(
      /in .*drover-data.*initialized by PostgreSQL version 12/s,
    );
    expect(readdirSync(dataDir)).toEqual(['pgdata']);
  });
});

it('keeps no process alive, whether the store is open or closed', async () => {
  for (const what of ['open', 'open and close'] as const) {
    const child = forkChild(what, dataDir);
    expect(await reportOf(child)).toEqual({ holds: true });
    expect(await letGo(child)).toBe(0);
  }
});
