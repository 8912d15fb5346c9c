import { pino, type Logger } from 'pino';
import { styleText } from 'node:util';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

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
  const { time, level, msg, err } = JSON.parse(line) as {
    time: number;
    level: number;
    msg: string;
    err?: { stack?: string };
  };
  const colour = COLOURS[level];
  const text = colour ? styleText(colour, msg) : msg;
  const stack = err?.stack ? `\n${err.stack}` : '';
  process.stdout.write(
    `${styleText('gray', new Date(time).toISOString().slice(11, 23))} ${text}${stack}\n`,
  );
}
