import { run } from '../../src/cli/run';

function terminal() {
  const written = { out: '', err: '' };
  return {
    written,
    stdout: { write: (text: string) => (written.out += text) },
    stderr: { write: (text: string) => (written.err += text) },
    on: () => undefined,
  };
}

async function typed(...argv: string[]) {
  const screen = terminal();
  return { code: await run(argv, screen), ...screen.written };
}

test('without a command, and with --help, the commands are listed', async () => {
  for (const argv of [[], ['--help'], ['help']]) {
    expect(await typed(...argv)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/work .*\n.*jobs /),
    });
  }
});

test('an unknown command is refused with the nearest one', async () => {
  expect(await typed('wrok')).toEqual({
    code: 1,
    out: '',
    err: "There is no command 'wrok'. Did you mean 'work'?\n",
  });
  expect(await typed('polka')).toMatchObject({
    code: 1,
    err: "There is no command 'polka'. See 'drover --help'.\n",
  });
});

test('an unknown flag is refused with the nearest one', async () => {
  expect(await typed('work', '--concurency', '5')).toMatchObject({
    code: 1,
    err: expect.stringContaining("Did you mean '--concurrency'?"),
  });
});

test('each command explains itself', async () => {
  expect(await typed('work', '--help')).toMatchObject({
    code: 0,
    out: expect.stringContaining('drover work -q critical,6 -q default,5'),
  });
  expect(await typed('jobs', '-h')).toMatchObject({
    code: 0,
    out: expect.stringContaining('Usage: drover jobs'),
  });
});

test.each([
  [['init', '--foo'], "Unknown option '--foo'. See 'drover init --help'.\n"],
  [['enqueue'], "Expected the NAME of a job class. See 'drover enqueue --help'.\n"],
  [
    ['work', '-q', 'critical,high'],
    /A weight follows the comma; another queue is another --queue\./,
  ],
])('drover %j says how it is meant', async (argv, err) => {
  expect(await typed(...argv)).toMatchObject({ code: 1, err: expect.stringMatching(err) });
});
