import { RunningBoard } from '../../../src/worker/loop-watch/running-board';

const job = (id: string, since = 1) => ({ id, name: 'CrawlJob', queue: 'low', since });

test('what one thread puts up, another one reads, the longest-running first', () => {
  const board = new RunningBoard();
  board.put(job('second', 20));
  board.put(job('first', 10));
  expect(new RunningBoard(board.memory).list()).toEqual([job('first', 10), job('second', 20)]);
});

test('what is cleared is gone, and its place is used again', () => {
  const board = new RunningBoard();
  for (let times = 0; times < 1000; times += 1) board.clear(board.put(job(`${times}`)));
  board.put(job('last'));
  expect(board.list()).toEqual([job('last')]);
});

test('jobs it has no room for are left out, and do no harm', () => {
  const board = new RunningBoard();
  const places = Array.from({ length: 100 }, (_, index) => board.put(job(`${index}`, index)));
  expect(board.list()).toHaveLength(64);
  places.forEach((place) => board.clear(place));
  expect(board.list()).toEqual([]);
});

test('a name too long for its place is cut', () => {
  const board = new RunningBoard();
  board.put({ ...job('x'), name: 'Ü'.repeat(1000) });
  expect(board.list()).toEqual([{ ...job('x'), name: expect.stringMatching(/^Ü{100,}$/) }]);
});
