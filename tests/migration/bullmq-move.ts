import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Queue } from 'bullmq';
import { NodeProcess } from '../support/node-process';
import type { PageStep } from '../support/page-steps';
import { Project } from '../support/project';
import { startRedis, withRedis, type RedisServer } from '../support/redis';
import { waitFor } from '../support/wait-for';

const APP = path.join(__dirname, 'bullmq-app');

/** A line of the journal that the functions of the application write. */
export interface Note {
  readonly what: 'enqueued' | 'late' | 'started' | 'done';
  readonly key: string;
  readonly pid: number;
  readonly ppid: number;
}

/** An application on BullMQ that moves over: its folder, its Redis, and its processes as they are now. */
export class BullmqMove {
  readonly moved: string[] = [];
  /** Each with the job that it was in the middle of. */
  readonly killed: { readonly pid: number; readonly key: string }[] = [];
  readonly droverPids: number[] = [];
  readonly #project: Project;
  readonly #redis: RedisServer;
  readonly #processes: NodeProcess[] = [];
  #releases = 0;
  producer: NodeProcess | undefined;
  oldWorker: NodeProcess | undefined;
  drover: NodeProcess | undefined;

  /** Redis lets BullMQ's processes touch the keys of `bull:` only, and Drover's those of `drover:`. */
  static async begin(files: Readonly<Record<string, string>>): Promise<BullmqMove> {
    const redis = await startRedis();
    await withRedis(redis.url, async (client) => {
      for (const [user, prefix] of [
        ['old', 'bull'],
        ['new', 'drover'],
      ] as const)
        await client.call('ACL', 'SETUSER', user, 'on', `>${user}`, `~${prefix}:*`, '&*', '+@all');
    });
    return new BullmqMove(redis, files);
  }

  private constructor(redis: RedisServer, files: Readonly<Record<string, string>>) {
    this.#redis = redis;
    const glue = readdirSync(APP).map((name) => [name, readFileSync(path.join(APP, name), 'utf8')]);
    this.#project = new Project({
      type: 'module',
      files: { ...files, ...(Object.fromEntries(glue) as Record<string, string>), journal: '' },
      packages: ['tsx', 'bullmq', 'ioredis'],
    });
  }

  write({ file, text }: Extract<PageStep, { file: string }>): void {
    this.#project.write(file, text);
  }

  /**
   * The next release of the application that enqueues; the one before has finished what it was at.
   *
   * @param first - whom it first writes a mail to
   */
  async deployProducer(first = 'first'): Promise<void> {
    await end(this.producer);
    const args = [String(this.#releases++), first, ...this.moved];
    this.producer = this.#start(['produce.ts', ...args], {
      REDIS_URL: this.#urlOf('old'),
      DROVER_URL: this.#urlOf('new'),
    });
    await this.producer.hasSaid('Producing');
  }

  async moveProducer(queue: string): Promise<void> {
    this.moved.push(queue);
    await this.deployProducer();
  }

  stopProducer(): Promise<void> {
    return end(this.producer);
  }

  async deployOldWorker(queues: readonly string[]): Promise<void> {
    await end(this.oldWorker);
    if (queues.length === 0) return;
    this.oldWorker = this.#start(['work.ts', ...queues], { REDIS_URL: this.#urlOf('old') });
    await this.oldWorker.hasSaid('Working');
  }

  async deployDrover(): Promise<void> {
    await end(this.drover);
    const env = { DROVER_URL: this.#urlOf('new') };
    this.drover = await NodeProcess.worker([], { cwd: this.#project.folder, env });
    this.#processes.push(this.drover);
    this.droverPids.push(this.drover.pid);
  }

  /** A command of the page, by somebody who may touch all keys. */
  async run(command: string): Promise<string> {
    const [, script = ''] = /^npx tsx (.+)$/.exec(command) ?? [];
    const { code, stdout, stderr } = await this.#start(script.split(' '), {
      REDIS_URL: this.#redis.url,
    }).exit;
    if (code !== 0) throw new Error(`${command}:\n${stdout}${stderr}`);
    return stdout;
  }

  /** SIGKILL, in the middle of the job with this key. */
  async killDuring(key: string, worker: NodeProcess | undefined): Promise<void> {
    const hasRun = (what: Note['what']) =>
      this.journal().some((note) => note.what === what && note.key === key);
    await waitFor(() => hasRun('started'), { what: `${key} to start` });
    await worker?.stop();
    this.killed.push({ key, pid: worker?.pid ?? 0 });
    if (hasRun('done')) throw new Error(`${key} was done before its worker was killed`);
  }

  journal(): Note[] {
    const text = readFileSync(path.join(this.#project.folder, 'journal'), 'utf8');
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Note);
  }

  /** BullMQ's own view of a queue. */
  async visit<T>(
    prefix: 'bull' | 'drover',
    name: string,
    visit: (queue: Queue) => Promise<T>,
  ): Promise<T> {
    const queue = new Queue(name, { connection: { url: this.#redis.url }, prefix });
    try {
      return await visit(queue);
    } finally {
      await queue.close();
    }
  }

  /** Keys that were asked for by the side that may not, and what is left of a prefix. */
  async account(): Promise<{ trespasses: number; oldKeys: string[] }> {
    return withRedis(this.#redis.url, async (client) => ({
      trespasses: ((await client.call('ACL', 'LOG')) as unknown[]).length,
      oldKeys: await client.keys('bull:*'),
    }));
  }

  async end(): Promise<void> {
    await Promise.all(this.#processes.map((each) => each.stop()));
    await this.#redis.stop();
    this.#project.remove();
  }

  #start(args: readonly string[], env: Readonly<Record<string, string>>): NodeProcess {
    const cwd = this.#project.folder;
    const options = { cwd, env, withChildren: true };
    const started = new NodeProcess(['--import', 'tsx', ...args], options);
    this.#processes.push(started);
    return started;
  }

  #urlOf(user: 'old' | 'new'): string {
    return this.#redis.url.replace('//', `//${user}:${user}@`);
  }
}

async function end(process: NodeProcess | undefined): Promise<void> {
  process?.kill('SIGTERM');
  const ended = await process?.exit;
  if (ended?.code) throw new Error(`A process exited with ${ended.code}:\n${ended.stderr}`);
}
