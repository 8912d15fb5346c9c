import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { NodeProcess } from '../support/node-process';
import { Project } from '../support/project';
import { testRedisUrl, uniqueNamespace } from '../support/redis';

/** A run of a job, as the job itself noted it. */
export interface Run {
  readonly job: string;
  readonly id: string;
  readonly at: number;
  readonly pid: number;
  readonly args: readonly unknown[];
}

/** A job that notes each of its runs, and takes its time when it is told to. */
function jobFile(name: string): string {
  return `
const { appendFileSync } = require('node:fs');
const { setTimeout: pause } = require('node:timers/promises');
const { Job, QueueAs } = require('@drover/core');
class ${name} extends Job {
  async perform(...args) {
    const run = { job: '${name}', id: this.id, at: Date.now(), pid: process.pid, args };
    appendFileSync(process.env.RUNS, JSON.stringify(run) + '\\n');
    if (args[0]?.takes) await pause(args[0].takes);
  }
}
QueueAs('own')(${name});
exports.${name} = ${name};
`;
}

const CONFIG = `
const { configure } = require('@drover/core');
configure({ namespace: process.env.NAMESPACE, ...JSON.parse(process.env.OPTIONS) });
`;

export interface ScheduleCrewOptions {
  /** Paths of job files without their ending, such as `internal/DeleteAccountsJob`. */
  readonly jobs: readonly string[];
  readonly schedule?: string;
  /** What the processes configure. */
  readonly options?: object;
  readonly store?: string;
}

/** Worker processes of a project with a schedule file, and what its jobs did. */
export class ScheduleCrew {
  readonly namespace = uniqueNamespace();
  readonly #project: Project;
  readonly #runs: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #workers: NodeProcess[] = [];
  #hasSchedule = false;

  constructor({ jobs, schedule, options = {}, store = testRedisUrl() }: ScheduleCrewOptions) {
    const files = jobs.map((place) => [
      `jobs/${place}.js`,
      jobFile(place.split('/').at(-1) ?? place),
    ]);
    this.#project = new Project({
      files: { 'drover.config.js': CONFIG, ...Object.fromEntries(files) },
      packages: [],
    });
    this.#runs = path.join(this.#project.folder, 'runs');
    writeFileSync(this.#runs, '');
    if (schedule !== undefined) this.setSchedule(schedule);
    this.#env = {
      NAMESPACE: this.namespace,
      OPTIONS: JSON.stringify({ store, ...options }),
      RUNS: this.#runs,
    };
  }

  get folder(): string {
    return this.#project.folder;
  }

  /** The schedule file that processes read from now on when they start. */
  setSchedule(text: string): void {
    const folder = path.join(this.folder, 'config');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'schedule.yml'), text);
    this.#hasSchedule = true;
  }

  /** `drover` with these arguments, to its end. */
  async drover(...args: string[]) {
    return NodeProcess.drover(args, { cwd: this.folder, env: this.#env }).exit;
  }

  /** `drover work`, started and not waited for. */
  launch(): NodeProcess {
    const worker = NodeProcess.drover(['work'], { cwd: this.folder, env: this.#env });
    this.#workers.push(worker);
    return worker;
  }

  /** Once it runs the schedule: of one without entries it does not speak. */
  async start(): Promise<NodeProcess> {
    const worker = this.launch();
    await worker.hasSaid(this.#hasSchedule ? 'Schedule' : 'Working ');
    return worker;
  }

  runs(job?: string): readonly Run[] {
    const lines = readFileSync(this.#runs, 'utf8').split('\n').slice(0, -1);
    const runs = lines.map((line) => JSON.parse(line) as Run);
    return job === undefined ? runs : runs.filter((run) => run.job === job);
  }

  /** When the ticks of the scheduled runs were due, in milliseconds since the epoch, however late they ran. */
  tickTimes(job?: string): readonly number[] {
    return this.ticks(job).map((id) =>
      Date.parse(id.replace(/^.*@(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z')),
    );
  }

  /** Of the scheduled runs. The same one twice is a tick that came twice. */
  ticks(job?: string): readonly string[] {
    return this.runs(job).map(({ id }) => id);
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.stop()));
    this.#project.remove();
  }
}
