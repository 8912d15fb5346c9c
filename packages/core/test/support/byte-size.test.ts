import { parseByteSize } from '../../src/support/byte-size';

test.each([
  ['512mb', 512 * 1024 ** 2],
  ['1.5gb', 1.5 * 1024 ** 3],
  ['64 KB', 64 * 1024],
  ['100b', 100],
])('%s is %d bytes', (text, bytes) => expect(parseByteSize(text)).toBe(bytes));

test.each(['512', 'mb', '-1mb', '0mb', '1tb', ''])('%j is no size', (text) =>
  expect(parseByteSize(text)).toBeUndefined(),
);
