import { forwardedFlags } from '../../src/cli/work/forwarded-flags';
import { typed } from './terminal';

test.each([
  [['--processes', '0'], /--processes: expected a whole number from 1/],
  [['--processes', '2', '--max-memory', 'plenty'], /--max-memory: expected a size such as '512mb'/],
  [['--max-memory', '512mb'], /--max-memory: expected --processes beside it/],
  [['--health-port', 'http'], /--health-port: expected a port from 1 to 65535/],
  [['--health-host', '127.0.0.1'], /--health-host: expected --health-port beside it/],
])('drover work %j is refused', async (flags, why) => {
  const { code, err } = await typed('work', ...flags);
  expect(err).toMatch(why);
  expect(code).toBe(1);
});

test('each process of a supervisor is told the other flags as they were typed', () => {
  const flags = { queue: ['critical,6', '-odd'], concurrency: '5', verbose: true, processes: '2' };
  expect(forwardedFlags(flags, ['processes'])).toEqual([
    '--queue=critical,6',
    '--queue=-odd',
    '--concurrency=5',
    '--verbose',
  ]);
});
