import { sanitiseText } from '../../../src/adapters/bullmq/sanitise-text';

describe('sanitiseText', () => {
  it('replaces NUL and lone surrogates by U+FFFD', () => {
    expect(sanitiseText('a\0b')).toBe('a\uFFFDb');
    expect(sanitiseText('high \uD83D, low \uDE00')).toBe('high \uFFFD, low \uFFFD');
  });

  it('leaves whole characters alone, inside and outside the basic plane', () => {
    const text = 'Zürich, 東京, 😀, \uE000, \t\n';
    expect(sanitiseText(text)).toBe(text);
  });

  it('keeps the pairs beside a lone surrogate', () => {
    expect(sanitiseText('😀\uD83D😀')).toBe('😀\uFFFD😀');
  });
});
