import { DroverError } from '../../../support/drover-error';

/** Another process has the embedded database open. Two at once would lose each other's jobs. */
export class DataDirInUseError extends DroverError {
  readonly code = 'DROVER_DATA_DIR_IN_USE';

  constructor(
    readonly dataDir: string,
    /** The process that has it. */
    readonly pid: number,
    host?: string,
  ) {
    super(
      `Expected the embedded database ${dataDir} to be free, but ${owner(pid, host)} has it open. ` +
        'Stop that process, give this one another data directory, or let both share a Redis or ' +
        'PostgreSQL server: the embedded store serves one process at a time.',
    );
  }
}

function owner(pid: number, host: string | undefined): string {
  if (host !== undefined) return `process ${pid} on the host '${host}'`;
  return pid === process.pid ? `this process (${pid}) already` : `process ${pid}`;
}
