import { runCallbacks } from '../../src/job/callbacks';
import { halt } from '../../src/job/halt';
import type { Hook } from '../../src/options/hooks';

const hook = (when: Hook['when'], method: string): Hook => ({ point: 'perform', when, method });

/** Methods that write their names down; an around method writes both halves. */
function recorder(overrides: Record<string, (next?: () => Promise<unknown>) => unknown> = {}) {
  const log: string[] = [];
  const write = (name: string) => () => void log.push(name);
  const around = (name: string) => async (next?: () => Promise<unknown>) => {
    log.push(`${name} in`);
    log.push(`${name} got ${String(await next?.())}`);
  };
  const job = {
    before1: write('before1'),
    before2: write('before2'),
    after1: write('after1'),
    after2: write('after2'),
    around1: around('around1'),
    around2: around('around2'),
    ...overrides,
  };
  const body = async () => {
    log.push('body');
    return 'value';
  };
  return { log, job, body };
}

const ALL = [
  hook('before', 'before1'),
  hook('after', 'after1'),
  hook('around', 'around1'),
  hook('before', 'before2'),
  hook('after', 'after2'),
  hook('around', 'around2'),
];

test('before and around run in the order of the source, after hooks in reverse', async () => {
  const { log, job, body } = recorder();
  const result = await runCallbacks(job, ALL, body);
  expect(log).toEqual([
    'before1',
    'around1 in',
    'before2',
    'around2 in',
    'body',
    'around2 got value',
    'after2',
    'around1 got value',
    'after1',
  ]);
  expect(result).toEqual({ halted: false, value: 'value' });
});

test('a halt in a before hook skips the body and every later hook', async () => {
  const { log, job, body } = recorder({ before2: () => halt('enough') });
  const result = await runCallbacks(job, ALL, body);
  expect(log).toEqual(['before1', 'around1 in']);
  expect(result).toEqual({ halted: true, reason: 'enough' });
});

test('an around hook that does not go on halts', async () => {
  const { log, job, body } = recorder({ around2: () => undefined });
  expect(await runCallbacks(job, ALL, body)).toMatchObject({ halted: true });
  expect(log).not.toContain('body');
  expect(log).not.toContain('after1');
});

test('an error of the body passes through around hooks and skips after hooks', async () => {
  const { log, job } = recorder();
  const failing = async () => Promise.reject(new Error('boom'));
  await expect(runCallbacks(job, ALL, failing)).rejects.toThrow('boom');
  expect(log).toEqual(['before1', 'around1 in', 'before2', 'around2 in']);
});

test('an undefined value is no halt', async () => {
  const { job } = recorder();
  expect(await runCallbacks(job, ALL, async () => undefined)).toEqual({
    halted: false,
    value: undefined,
  });
});

test('without hooks only the body runs', async () => {
  const { log, job, body } = recorder();
  expect(await runCallbacks(job, [], body)).toEqual({ halted: false, value: 'value' });
  expect(log).toEqual(['body']);
});

test('an around hook that deals with the error of the body has dealt with it', async () => {
  const { log, job } = recorder({
    around1: async (next) => {
      await next?.().catch(({ message }: Error) => log.push(`dealt with ${message}`));
    },
  });
  const failing = async () => Promise.reject(new Error('boom'));
  expect(await runCallbacks(job, ALL, failing)).toEqual({ halted: false, value: undefined });
  expect(log).toContain('dealt with boom');
  expect(log).not.toContain('after1');
});

test('an around hook that does not wait for the body is waited for', async () => {
  const { job, body } = recorder({ around1: (next) => void next?.(), around2: (next) => next?.() });
  const slow = async () => new Promise((resolve) => setImmediate(resolve)).then(body);
  expect(await runCallbacks(job, ALL, slow)).toEqual({ halted: false, value: 'value' });
  const failing = async () => new Promise((_, reject) => setImmediate(reject, new Error('boom')));
  await expect(runCallbacks(job, ALL, failing)).rejects.toThrow('boom');
});
