import { supervisorLine } from '../../src/subscribers/supervisor-lines';

const who = { number: 2, pid: 123 };
const killed = { code: null, signal: 'SIGKILL', life: 4200 } as const;
const failed = { code: 1, signal: null, life: 900 } as const;

test.each([
  [{ kind: 'started', ...who }, 'info', 'Process 2 (pid 123) starts'],
  [
    { kind: 'died', ...who, end: killed, wait: 2000 },
    'error',
    'Process 2 (pid 123) was ended by SIGKILL after 4 s; another starts in 2 s',
  ],
  [
    { kind: 'died', ...who, end: failed, wait: undefined },
    'error',
    'Process 2 (pid 123) ended with code 1 after 1 s; another is on its way',
  ],
  [
    { kind: 'gaveUp', ...who, end: failed },
    'error',
    'Process 2 (pid 123) ended with code 1 after 1 s before it worked, and would do so again: all stop',
  ],
  [
    { kind: 'tooLarge', ...who, rss: 600 * 1024 ** 2, limit: 512 * 1024 ** 2 },
    'warn',
    'Process 2 (pid 123) takes 600 MB of 512 MB: another takes its place',
  ],
] as const)('%j', (event, level, text) => expect(supervisorLine(event)).toEqual({ level, text }));
