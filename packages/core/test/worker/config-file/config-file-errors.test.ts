import { InvalidConfigFileError } from '../../../src/yaml/invalid-config-file-error';
import { parseConfigFile } from '../../../src/worker/config-file/parse-config-file';

function errorOf(text: string): InvalidConfigFileError {
  try {
    parseConfigFile('q.yml', text, { environment: 'production', variables: {} });
  } catch (error) {
    if (error instanceof InvalidConfigFileError) return error;
    throw error;
  }
  throw new Error(`It was accepted:\n${text}`);
}

test.each<[string, string, string]>([
  [
    'a key set twice',
    'concurrency: 1\ntimeout: 2\nconcurrency: 3\n',
    "q.yml:3:1: expected each key once, and line 1 has set 'concurrency'.",
  ],
  [
    'a key set as a symbol and plainly',
    ':queues: [a]\nqueues: [b]\n',
    "q.yml:2:1: expected each key once, and line 1 has set 'queues'.",
  ],
  [
    'a key set twice in a section',
    'staging:\n  timeout: 1\n  timeout: 2\n',
    "q.yml:3:3: expected each key once, and line 2 has set 'timeout'.",
  ],
  [
    'a key set twice where nobody looks',
    'schedule:\n  a: 1\n  a: 2\n',
    "q.yml:3:3: expected each key once, and line 2 has set 'a'.",
  ],
  [
    'a misspelt key',
    'timeout: 1\nconcurency: 3\n',
    "q.yml:2:1: expected 'queues', 'concurrency', 'timeout', 'max_retries', 'verbose', 'capsules', got the unknown key 'concurency'. Did you mean 'concurrency'?",
  ],
  [
    'a misspelt map',
    'capsule:\n  serial: { queues: [a] }\n',
    "got the unknown key 'capsule'. Did you mean 'capsules'?",
  ],
  [
    'a misspelt key in a section',
    'production:\n  time_out: 3\n',
    "q.yml:2:3: expected 'queues', 'concurrency', 'timeout', 'max_retries', 'verbose', 'capsules', got the unknown key 'time_out'. Did you mean 'timeout'?",
  ],
  [
    'a mistake in another section',
    'staging:\n  timeout: soon\n',
    'q.yml:2:12: timeout: expected a number of seconds from 0, got "soon".',
  ],
  [
    'no concurrency',
    'concurrency: 0\n',
    'q.yml:1:14: concurrency: expected a whole number from 1, got 0.',
  ],
  [
    'half a job at once',
    'concurrency: 1.5\n',
    'q.yml:1:14: concurrency: expected a whole number from 1, got 1.5.',
  ],
  [
    'a negative timeout',
    'timeout: -1\n',
    'q.yml:1:10: timeout: expected a number of seconds from 0, got -1.',
  ],
  [
    'retries that are a list',
    'max_retries: [3]\n',
    'q.yml:1:14: max_retries: expected a whole number from 0, got a list.',
  ],
  ['loudness in numbers', 'verbose: 3\n', 'q.yml:1:10: verbose: expected true or false, got 3.'],
  ['no queues', 'queues: []\n', 'q.yml:1:9: queues: expected at least one queue, got a list.'],
  [
    'a list of maps',
    'queues:\n  - critical: 6\n',
    "q.yml:2:5: queues: expected a queue name, 'name,weight' or [name, weight], got a map.",
  ],
  [
    'a queue of three',
    'queues:\n  - [a, 1, 2]\n',
    "q.yml:2:5: queues: expected a queue name, 'name,weight' or [name, weight], got a list.",
  ],
  ['a queue without a name', 'queues:\n  -\n', 'q.yml:2:4: queues: expected a queue name'],
  [
    'a colon in a name',
    'queues: ["a:b"]\n',
    "q.yml:1:10: queues: expected a queue name: a text that is not empty and has no ':', and a '*' only at its end, got \"a:b\".",
  ],
  ['an asterisk inside a name', 'queues: ["a*b"]\n', 'q.yml:1:10: queues: expected a queue name'],
  [
    'a negative weight',
    'queues:\n  - [a, -1]\n',
    "q.yml:2:9: queues weight of 'a': expected a whole number from 0, got -1.",
  ],
  [
    'a weight in words',
    'queues:\n  - a,many\n',
    'q.yml:2:5: queues weight of \'a\': expected a whole number from 0, got "many".',
  ],
  [
    'capsules in a list',
    'capsules: [a]\n',
    'q.yml:1:11: capsules: expected a map of names to { queues, concurrency }, got a list.',
  ],
  [
    'a capsule without queues',
    'capsules:\n  a: { concurrency: 1 }\n',
    'q.yml:2:3: capsules a: expected `queues`, and there are none.',
  ],
  [
    'a capsule that is a number',
    'capsules:\n  a: 1\n',
    'q.yml:2:6: capsules a: expected a map with `queues`, got 1.',
  ],
  [
    'a capsule with a timeout',
    'capsules:\n  a: { queues: [b], timeout: 1 }\n',
    "q.yml:2:21: expected 'queues', 'concurrency', got the unknown key 'timeout'.",
  ],
  [
    'a capsule with a bad concurrency',
    'capsules:\n  a: { queues: [b], concurrency: x }\n',
    'q.yml:2:34: capsules a concurrency: expected a whole number from 1, got "x".',
  ],
  [
    'a capsule called default',
    'capsules:\n  default: { queues: [b] }\n',
    'q.yml:2:3: capsules default: expected another name.',
  ],
  ['a list of settings', '- a\n', 'q.yml:1:1: The file: expected a map of settings, got a list.'],
  ['what is no YAML', 'queues: [a\nconcurrency: 1\n', 'q.yml:2:1: expected YAML: '],
  ['an unknown tag', 'queues: !ruby/object:Evil {}\n', 'q.yml:1:9: expected YAML: '],
  ['two documents', 'queues: [a]\n---\nqueues: [b]\n', 'q.yml:2:1: expected YAML: '],
  ['an alias of nothing', 'queues: *nothing\n', 'q.yml:1:9: '],
  [
    'an alias of what it is in',
    'queues: &all\n  - *all\n',
    'q.yml:2:5: expected a value, got an alias of what it is part of.',
  ],
  ['a merge of a text', 'production:\n  <<: text\n', 'q.yml:2:7: expected a map to merge.'],
  ['a key that is a list', '[a, b]: 1\n', 'q.yml:1:1: expected a plain key.'],
])('%s is refused, with its place', (_what, text, message) => {
  const error = errorOf(text);
  expect(error.code).toBe('DROVER_CONFIG_FILE');
  expect(error.message).toContain(message);
  expect(error.message).toMatch(/^(?:q\.yml:\d+:\d+: .+\n?)+$/);
});

test('everything that is wrong is told at once, from the top', () => {
  const error = errorOf('timeout: x\nproduction:\n  verbose: 1\nconcurrency: y\n');
  expect(error.problems.map(({ line, column }) => [line, column])).toEqual([
    [1, 10],
    [3, 12],
    [4, 14],
  ]);
});
