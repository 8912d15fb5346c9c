import type { DroverOptions } from '@drover/core';
import { pino } from 'pino';
import type { CaseOptions } from './case';

/** A line as a case looks at it. */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly msg: string;
  readonly component?: string;
  readonly job?: string;
  readonly jobId?: string;
  readonly err?: { readonly stack: string };
}

/** A logger that hands every line to `note`. */
export function loggerFor(
  { plainLogger, logLevel = 'info' }: CaseOptions,
  note: (line: LogLine) => void,
): NonNullable<DroverOptions['logger']> {
  if (plainLogger) {
    const write = (level: LogLine['level']) => (msg: string, fields?: object) =>
      note({ level, msg, ...fields });
    return {
      ...{ debug: write('debug'), info: write('info') },
      ...{ warn: write('warn'), error: write('error') },
    };
  }
  const formatters = { level: (level: string) => ({ level }) };
  return pino(
    { level: logLevel, base: null, formatters },
    { write: (line: string) => note(JSON.parse(line) as LogLine) },
  );
}
