import { afterEnd, backOff, type Verdict } from '../../../src/worker/supervisor/restart-rule';

const MINUTE = 60_000;
const GIVE_UP: Verdict = { kind: 'giveUp' };
const restart = (wait: number, failures: number): Verdict => ({ kind: 'restart', wait, failures });

test.each([
  // what happened, code, signal, life, everReady, failures, verdict
  ['a first child that ends with an error', 1, null, 500, false, 0, GIVE_UP],
  ['a first child that ends with any other error', 78, null, 500, false, 0, GIVE_UP],
  ['a first child that was killed', null, 'SIGKILL', 500, false, 0, restart(1000, 1)],
  ['a first child that ends without an error', 0, null, 500, false, 0, restart(1000, 1)],
  ['one that worked and died young', 1, null, 5000, true, 0, restart(1000, 1)],
  ['the second in a row that died young', 1, null, 5000, true, 1, restart(2000, 2)],
  ['the sixth in a row that died young', 1, null, 5000, true, 5, restart(30_000, 6)],
  ['one that was killed again and again', null, 'SIGKILL', 5000, true, 40, restart(30_000, 41)],
  ['one that lived just short of a minute', 1, null, MINUTE - 1, true, 3, restart(8000, 4)],
  ['one that lived a minute', 1, null, MINUTE, true, 3, restart(1000, 1)],
  ['one that left by itself', 0, null, MINUTE, true, 3, restart(1000, 1)],
] as const)('%s', (_, code, signal, life, everReady, failures, verdict) =>
  expect(afterEnd({ code, signal, life }, { everReady, failures })).toEqual(verdict),
);

test('the back-off doubles from one second to thirty', () => {
  const waits = [0, 1, 2, 3, 4, 5, 6, 2000].map(backOff);
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});
