import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDataDir } from '../../../../src/adapters/bullmq/embedded/data-dir-lock';
import { DataDirInUseError } from '../../../../src/adapters/bullmq/embedded/data-dir-in-use-error';
import { forkChild, kill, letGo, reportOf } from './fork-child';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'drover-lock-'));
});

afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const files = () => readdirSync(dataDir);

describe('lockDataDir', () => {
  it('makes the directory, and leaves nothing in it when released', async () => {
    dataDir = join(dataDir, 'deep', 'down');
    const lock = await lockDataDir(dataDir);
    expect(files()).toHaveLength(1);
    lock.release();
    lock.release();
    expect(files()).toEqual([]);
  });

  it('refuses a second lock in the same process', async () => {
    const lock = await lockDataDir(dataDir);
    await expect(lockDataDir(dataDir)).rejects.toThrow(
      `this process (${process.pid}) already has it open`,
    );
    lock.release();
    (await lockDataDir(dataDir)).release();
  });

  it('refuses while another process has it, naming that process and what to do', async () => {
    const child = forkChild('lock', dataDir);
    await reportOf(child);
    const refusal: DataDirInUseError = await lockDataDir(dataDir).catch((error) => error);
    expect(refusal).toBeInstanceOf(DataDirInUseError);
    expect(refusal).toMatchObject({ code: 'DROVER_DATA_DIR_IN_USE', dataDir, pid: child.pid });
    expect(refusal.message).toContain(
      `process ${child.pid} has it open. Stop that process, give this one another`,
    );
    await letGo(child);
    (await lockDataDir(dataDir)).release();
  });

  it('takes over from a process that was killed', async () => {
    const child = forkChild('lock', dataDir);
    await reportOf(child);
    await kill(child);
    expect(files()).toHaveLength(1);
    const lock = await lockDataDir(dataDir);
    expect(files()).toHaveLength(1);
    lock.release();
  });

  it('lets one in when several want to take over at once', async () => {
    const dead = forkChild('lock', dataDir);
    await reportOf(dead);
    await kill(dead);
    const children = Array.from({ length: 5 }, () => forkChild('lock', dataDir));
    const reports = await Promise.all(children.map(reportOf));
    expect(reports.filter(({ holds }) => holds)).toHaveLength(1);
    expect(reports.filter(({ code }) => code === 'DROVER_DATA_DIR_IN_USE')).toHaveLength(4);
    await Promise.all(children.map(letGo));
    expect(files()).toEqual([]);
  });

  it('knows a process that has the id of a dead one from the dead one', async () => {
    const lock = await lockDataDir(dataDir);
    const own = files()[0] ?? '';
    lock.release();
    writeFileSync(join(dataDir, own.replace(/-\d+@/, '-1@')), '');
    (await lockDataDir(dataDir)).release();
    expect(files()).toEqual([]);
  });

  it('believes a process on another host for as long as it renews its claim', async () => {
    const claim = join(dataDir, 'drover-1-77@elsewhere.lock');
    writeFileSync(claim, '');
    await expect(lockDataDir(dataDir)).rejects.toThrow(
      "process 1 on the host 'elsewhere' has it open",
    );
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(claim, longAgo, longAgo);
    (await lockDataDir(dataDir)).release();
  });

  it('leaves other files alone', async () => {
    mkdirSync(join(dataDir, 'pgdata'));
    (await lockDataDir(dataDir)).release();
    expect(files()).toEqual(['pgdata']);
  });
});
