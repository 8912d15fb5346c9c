import { pino, type Logger } from 'pino';
import type { LogLevel } from './make-logger';

/** The least a logger must have: `console` is one. */
export interface PlainLogger {
  debug(message: string, fields?: object): void;
  info(message: string, fields?: object): void;
  warn(message: string, fields?: object): void;
  error(message: string, fields?: object): void;
}

/** A logger of pino that hands every line to one that knows only the four levels. */
export function overPlainLogger(plain: PlainLogger, level: LogLevel): Logger {
  return pino(
    { level, base: null, timestamp: false },
    {
      write(line: string) {
        const {
          level: number,
          msg,
          ...fields
        } = JSON.parse(line) as { level: number; msg: string };
        const method = methodFor(number);
        if (Object.keys(fields).length === 0) plain[method](msg);
        else plain[method](msg, fields);
      },
    },
  );
}

function methodFor(level: number): keyof PlainLogger {
  if (level >= 50) return 'error';
  if (level >= 40) return 'warn';
  return level >= 30 ? 'info' : 'debug';
}

/** Whether it offers what Drover uses of pino. */
export function isPino(logger: Logger | PlainLogger): logger is Logger {
  return 'child' in logger && 'isLevelEnabled' in logger;
}
