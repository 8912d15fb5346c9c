import { isForeignFrame } from './own-frames';

const FRAMES = 50;

/** The place in the application that called Drover: `/app/orders.ts:12:5`. To be asked before the first await. */
export function callerOutside(): string | undefined {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = FRAMES;
  const { stack = '' } = new Error('Where am I?');
  Error.stackTraceLimit = stackTraceLimit;
  const frame = stack.split('\n').find((line) => /^\s+at /.test(line) && !isForeignFrame(line));
  return frame && /\(?((?:file:\/\/)?[^\s()]+:\d+:\d+)\)?$/.exec(frame)?.[1];
}
