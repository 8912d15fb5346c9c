import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { RunningBoard } from './running-board';
import { blockedLine } from './blocked-line';
import type { LoopBlocked, WatchOrder } from './watch-order';

const { memory, limit, lockDuration, form } = workerData as WatchOrder;
const board = new RunningBoard(memory);
const { heartbeat } = board;
/** The process's own: a thread's `process.stderr` is written to by the thread that is blocked. */
const STDERR = 2;

/** Runs in a thread of its own, which ends with the process. */
for (;;) {
  const seen = Atomics.load(heartbeat, 0);
  if (Atomics.wait(heartbeat, 0, seen, limit) === 'timed-out') watchBlocked(seen);
}

/** The event loop has not turned for that long: says so now, for it cannot, and again afterwards. */
function watchBlocked(seen: number): void {
  const blockedAt = performance.now() - limit;
  const running = board.list();
  if (form) write(blockedLine({ running, ms: limit, lockDuration, now: Date.now() }, form));
  Atomics.wait(heartbeat, 0, seen);
  const told: LoopBlocked = { ms: Math.round(performance.now() - blockedAt), running };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(told);
}

/** A full pipe refuses: the event still comes. */
function write(line: string): void {
  try {
    writeSync(STDERR, line);
  } catch {}
}
