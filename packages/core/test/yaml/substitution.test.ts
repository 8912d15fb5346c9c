import { InvalidConfigFileError } from '../../src/yaml/invalid-config-file-error';
import { parseConfigFile } from '../../src/worker/config-file/parse-config-file';

const VARIABLES = { TEN: '10', EMPTY: '', BREAK: '1\nqueues: [evil]', TEXT: 'ten' };

const parse = (text: string) =>
  parseConfigFile('config/queues.yml', text, { environment: 'test', variables: VARIABLES });

const concurrency = (code: string) => parse(`:concurrency: ${code}\n`).concurrency;

test.each([
  ['<%= ENV["TEN"] %>', 10],
  ["<%= ENV['TEN'] %>", 10],
  ['<%=ENV["TEN"]%>', 10],
  ['"<%= ENV["TEN"] %>"', 10],
  ['<%= ENV["NONE"] %>', undefined],
  ['<%= ENV["EMPTY"] %>', undefined],
  ['<%= ENV["NONE"] || 5 %>', 5],
  ['<%= ENV["TEN"] || 5 %>', 10],
  ['<%= ENV.fetch("TEN") %>', 10],
  ['<%= ENV.fetch("TEN", 5) %>', 10],
  ['<%= ENV.fetch("NONE", 5) %>', 5],
  ["<%= ENV.fetch('NONE', '5') %>", 5],
  ['<%= ENV.fetch("NONE") { 5 } %>', 5],
  ['<%= ENV.fetch("NONE", nil) %>', undefined],
  ['<%= ENV.fetch("NONE", ENV.fetch("TEN", 5)) %>', 10],
  ['<%= ENV["NONE"] || ENV["NOT"] || 7 %>', 7],
  ['<%# a comment %>3', 3],
])('%s is read', (code, expected) => {
  expect(concurrency(code)).toBe(expected);
});

test.each([
  '<%= 1 + 1 %>',
  '<%= `id` %>',
  '<%= ENV.fetch("TEN", `id`) %>',
  '<%= ENV["TEN"] || system("id") %>',
  '<%= ENV.fetch("TEN") { exit } %>',
  '<%= ENV["TEN"].to_i %>',
  '<%= ENV["#{`id`}"] %>',
  '<%= ENV.fetch("TEN"); exit %>',
  '<%= ENV.fetch("TEN", 5) -%>',
  '<% if ENV["TEN"] %>',
  '<%% %>',
  '<%= %>',
])('%s is refused, with its place', (code) => {
  expect(() => parse(`#\n:timeout: 5\n:concurrency: ${code}\n`)).toThrow(
    `config/queues.yml:3:15: expected <%= ENV.fetch("NAME", 10) %> or <%= ENV["NAME"] %>, got ${code}. The file is read, never run as code.`,
  );
});

test.each([
  ['<%= ENV.fetch("NONE") %>', 'config/queues.yml:1:15: the environment variable NONE is not set.'],
  [
    '<%= ENV["BREAK"] %>',
    'config/queues.yml:1:15: the environment variable BREAK has a line break',
  ],
  ['<%= ENV["TEN"]', 'config/queues.yml:1:15: expected %> after <%, and the file ends.'],
])('%s is refused', (code, message) => {
  expect(() => concurrency(code)).toThrow(InvalidConfigFileError);
  expect(() => concurrency(code)).toThrow(message);
});

test('a place behind a substitution is a place in the file', () => {
  expect(() => parse('queues: [<%= ENV["TEXT"] %>, [a, many]]\n')).toThrow(
    'config/queues.yml:1:34: queues weight of \'a\': expected a whole number from 0, got "many".',
  );
});

test('what a variable holds is told where it is substituted', () => {
  expect(() => concurrency('<%= ENV["TEXT"] %>')).toThrow(
    'config/queues.yml:1:15: concurrency: expected a whole number from 1, got "ten".',
  );
});
