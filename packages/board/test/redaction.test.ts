import { inspect } from 'node:util';
import { hiddenTexts, redact, redactValue } from '../src/bull/redaction';

const ORIGINAL = { args: [{ password: 'correct horse', pin: 1234, on: true }, 'ada'] };
const SHOWN = { args: [{ password: '[FILTERED]', pin: '[FILTERED]', on: '[FILTERED]' }, 'ada'] };

describe('redact', () => {
  test('hides what was filtered wherever it turns up', () => {
    const hidden = hiddenTexts(ORIGINAL, SHOWN);
    const text = 'cannot log in with correct horse (1234), true enough, says ada';
    expect(redact({ stack: [text], number: 1234 }, hidden)).toEqual({
      stack: ['cannot log in with [FILTERED] ([FILTERED]), true enough, says ada'],
      number: 1234,
    });
  });

  test('hides a number only in what a job says itself', () => {
    const hidden = hiddenTexts(ORIGINAL, SHOWN);
    expect(redactValue([1234, 12345, '1234'], hidden)).toEqual(['[FILTERED]', 12345, '[FILTERED]']);
  });

  test('hides every part of a whole argument that is filtered', () => {
    const original = [{ token: { deep: ['abcdef', 'abcdefgh'] } }];
    const hidden = hiddenTexts(original, ['[FILTERED]']);
    expect(hidden).toEqual(['abcdefgh', 'abcdef']);
    expect(redact('abcdefgh abcdef', hidden)).toBe('[FILTERED] [FILTERED]');
  });

  test.each([
    ['JSON', (text: string) => JSON.stringify({ text })],
    ['a printed object', (text: string) => inspect({ text, more: 'x'.repeat(80) })],
    ['an address', (text: string) => `https://example.test/?q=${encodeURIComponent(text)}`],
    ['a form', (text: string) => new URLSearchParams({ text }).toString()],
  ])('hides what %s writes in another way', (_, write) => {
    const secret = 'a "key"\nof more & than\none line';
    const text = redact(write(secret), hiddenTexts([secret], ['[FILTERED]']));
    expect(text).toContain('[FILTERED]');
    expect(text).not.toMatch(/key|of more|one/);
  });

  test('leaves short texts alone, which stand everywhere', () => {
    expect(hiddenTexts(['abc'], ['[FILTERED]'])).toEqual([]);
  });

  test.each([[null], ['text'], [{ args: null }], [[]]])('takes %j as it comes', (data) => {
    expect(hiddenTexts(data, data)).toEqual([]);
  });
});
