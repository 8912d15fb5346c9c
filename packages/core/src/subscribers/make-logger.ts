import { pino, type Logger } from 'pino';
import { styleText } from 'node:util';
import { isPino, overPlainLogger, type PlainLogger } from './plain-logger';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** The same logger, whose lines say which process of a supervisor wrote them. */
export function tagged(logger: Logger, processNumber: number | undefined): Logger {
  return processNumber === undefined ? logger : logger.child({ process: processNumber });
}

/** The application's own logger, or one made for it. */
export function loggerOf(
  { logger, logLevel }: { logger: Logger | PlainLogger | undefined; logLevel: LogLevel },
  human: boolean,
): Logger {
  if (!logger) return makeLogger(logLevel, human);
  return isPino(logger) ? logger : overPlainLogger(logger, logLevel);
}

/** The logger of an application that brings none: lines for a human on a terminal, JSON elsewhere. */
export function makeLogger(level: LogLevel, human: boolean): Logger {
  return human
    ? pino({ level, base: null }, { write: writeHumanLine })
    : pino({ level, base: null });
}

const COLOURS: Readonly<Record<number, 'red' | 'yellow' | 'gray'>> = {
  50: 'red',
  40: 'yellow',
  20: 'gray',
};

function writeHumanLine(line: string): void {
  const {
    time,
    level,
    msg,
    err,
    process: number,
  } = JSON.parse(line) as {
    time: number;
    level: number;
    msg: string;
    err?: { stack?: string };
    process?: number;
  };
  const colour = COLOURS[level];
  const text = colour ? styleText(colour, msg) : msg;
  const tag = number === undefined ? '' : `[${number}] `;
  const stack = err?.stack ? `\n${err.stack}` : '';
  process.stdout.write(
    `${styleText('gray', new Date(time).toISOString().slice(11, 23))} ${tag}${text}${stack}\n`,
  );
}
