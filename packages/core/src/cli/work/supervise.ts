import { fork } from 'node:child_process';
import type { Logger } from 'pino';
import { COLLECT_METRICS, PROCESS_NUMBER, resolveConfiguration } from '../../config';
import { makeLogger } from '../../subscribers/make-logger';
import { supervisorLine } from '../../subscribers/supervisor-lines';
import { systemClock } from '../../support/clock';
import { loadProm } from '../../telemetry/prometheus/load-prom';
import { toPage, type MetricJson } from '../../telemetry/prometheus/metrics-page';
import type { MetricsPage } from '../../worker/health/metrics-page';
import { Child } from '../../worker/supervisor/child';
import { Supervisor } from '../../worker/supervisor/supervisor';
import type { SupervisorEvent } from '../../worker/supervisor/supervisor-event';
import type { Terminal } from '../command';
import { serveHealth, type HealthAddress } from './serve-health';

export interface SuperviseOptions {
  readonly processes: number;
  /** Bytes. */
  readonly maxMemory: number | undefined;
  readonly health: HealthAddress | undefined;
  /** What each child is told after `drover work`. */
  readonly args: readonly string[];
}

/** Keeps a number of processes that each `drover work`. Resolves to the exit code. */
export async function supervise(
  { processes, maxMemory, health, args }: SuperviseOptions,
  terminal: Terminal,
): Promise<number> {
  const log = supervisorLog();
  const supervisor = new Supervisor({
    processes,
    maxMemory,
    start: (number) => startChild(number, args, health !== undefined),
    tell: (event) => write(log, event),
  });
  const server = await serveHealth(health, {
    look: () => supervisor.look(),
    metrics: () => metricsOf(supervisor),
  });
  obeySignals(supervisor, terminal);
  supervisor.start();
  const exitCode = await supervisor.over;
  server?.close();
  return exitCode;
}

/** The same program again: it loads the project by itself, so that a restart runs what is deployed. */
function startChild(number: number, args: readonly string[], metrics: boolean): Child {
  const child = fork(require.resolve('../main'), ['work', ...args], {
    env: {
      ...process.env,
      [PROCESS_NUMBER]: String(number),
      ...(metrics && { [COLLECT_METRICS]: '1' }),
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return new Child(number, child, systemClock);
}

async function metricsOf(supervisor: Supervisor): Promise<MetricsPage | undefined> {
  const processes = (await supervisor.metrics()) as readonly (readonly MetricJson[])[];
  return processes.every(({ length }) => length === 0) ? undefined : toPage(loadProm(), processes);
}

function obeySignals(supervisor: Supervisor, terminal: Terminal): void {
  for (const name of ['SIGTERM', 'SIGINT'] as const) terminal.on(name, () => supervisor.stop(name));
  for (const name of ['SIGTSTP', 'SIGTTIN'] as const)
    terminal.on(name, () => supervisor.forward(name));
  terminal.on('SIGUSR2', () => supervisor.restart());
  // From a terminal it means that the terminal is gone.
  const isTerminal = terminal.stdout.isTTY ?? false;
  terminal.on('SIGHUP', () => (isTerminal ? supervisor.stop('SIGTERM') : supervisor.restart()));
}

/** The project's own logger is the children's: this process loads no project. */
function supervisorLog(): Logger {
  const { logLevel, logJson, production } = resolveConfiguration({}, process.env);
  const human = process.stdout.isTTY && !production && !logJson;
  return makeLogger(logLevel, human).child({ component: 'drover' });
}

function write(log: Logger, event: SupervisorEvent): void {
  const { level, text } = supervisorLine(event);
  log[level](text);
}
