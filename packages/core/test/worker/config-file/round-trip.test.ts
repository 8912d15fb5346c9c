import fc from 'fast-check';
import { stringify } from 'yaml';
import { InvalidConfigFileError } from '../../../src/yaml/invalid-config-file-error';
import { parseConfigFile } from '../../../src/worker/config-file/parse-config-file';

const name = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,12}\*?$/);
const weighted = fc.uniqueArray(fc.tuple(name, fc.integer({ min: 1, max: 100 })), {
  minLength: 1,
  maxLength: 12,
  selector: ([each]) => each,
});
const strict = fc.uniqueArray(name, { minLength: 1, maxLength: 12 });

const settings = fc.record(
  {
    queues: fc.oneof(strict, weighted),
    concurrency: fc.integer({ min: 1, max: 1000 }),
    timeout: fc.integer({ min: 0, max: 3600 }),
    max_retries: fc.nat(25),
    verbose: fc.boolean(),
    capsules: fc.dictionary(
      name.filter((each) => each !== 'default'),
      fc.record({
        queues: fc.oneof(strict, weighted),
        concurrency: fc.integer({ min: 1, max: 9 }),
      }),
    ),
  },
  { requiredKeys: [] },
);

type Queues = readonly (string | readonly [string, number])[];

const shares = (queues: Queues = []) =>
  queues.map((each) =>
    typeof each === 'string' ? { name: each } : { name: each[0], weight: each[1] },
  );

test('what is written is what is read, in Ruby’s keys or plain ones, on top or in a section', () => {
  fc.assert(
    fc.property(settings, fc.boolean(), fc.boolean(), (written, symbols, inSection) => {
      const keys = symbols
        ? Object.fromEntries(Object.entries(written).map(([key, value]) => [`:${key}`, value]))
        : written;
      const text = stringify(inSection ? { verbose: true, production: keys } : keys);
      const read = parseConfigFile('queues.yml', text, {
        environment: 'production',
        variables: {},
      });
      const {
        queues,
        concurrency,
        timeout,
        max_retries: maxRetries,
        verbose,
        capsules = {},
      } = written;
      expect(read).toMatchObject({
        mode: shares(queues).some((share) => 'weight' in share) ? 'weighted' : 'strict',
        queues: shares(queues),
        concurrency,
        timeout: timeout === undefined ? undefined : timeout * 1000,
        maxRetries,
        verbose: verbose ?? inSection,
        capsules: Object.entries(capsules).map(([capsule, each]) => ({
          name: capsule,
          queues: shares(each.queues),
          concurrency: each.concurrency,
        })),
      });
    }),
  );
});

test('nothing that is written makes it fail in another way than with places', () => {
  const place = /^(?:queues\.yml:\d+:\d+: [^\n]*\n?)+$/;
  const line = fc.oneof(
    fc.constantFrom(
      'queues:',
      ':capsules:',
      'production:',
      '  - a',
      '  - [b, 2]',
      '<<: *x',
      '&x',
      '- {',
    ),
    fc.constantFrom(
      'concurrency: ',
      '  timeout: ',
      '<%= ENV["X"] %>',
      '<%= 1 %>',
      '? ',
      '!!set',
      '*x',
    ),
    fc.string({ maxLength: 20 }),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.string(), (lines, X) => {
      expect(failureOf(lines.join('\n'), { X }) ?? 'queues.yml:1:1: fine').toMatch(place);
    }),
    { numRuns: 2000, examples: [[['<%', '%>'], '']] },
  );
});

function failureOf(text: string, variables: Record<string, string>): string | undefined {
  try {
    parseConfigFile('queues.yml', text, { environment: 'test', variables });
    return undefined;
  } catch (error) {
    return error instanceof InvalidConfigFileError ? error.message : String(error);
  }
}
