import type { Wait } from '@drover/core';

type Span = `${number} ${'second' | 'seconds' | 'minute' | 'minutes'}`;

/** How many times faster than the clock the helpdesk's waits pass. The demo says 100. */
export const speed = readSpeed(process.env['HELPDESK_SPEED'] ?? '1');

/** A wait of a retry rule, as written at normal speed. */
export function scaled(wait: Span | 'polynomiallyLonger'): Wait {
  if (speed === 1) return wait;
  if (wait === 'polynomiallyLonger') return (failures) => (failures ** 4 * 1000 + 2000) / speed;
  return milliseconds(wait) / speed;
}

/** Milliseconds of a span, but never fewer than `atLeast`: a computer does not get faster. */
export function span(text: Span, { atLeast = 0 } = {}): number {
  return Math.max(atLeast, milliseconds(text) / speed);
}

function milliseconds(text: Span): number {
  const [amount, unit = ''] = text.split(' ');
  return Number(amount) * (unit.startsWith('minute') ? 60_000 : 1000);
}

function readSpeed(text: string): number {
  const value = Number(text);
  if (value > 0) return value;
  throw new Error(`Expected HELPDESK_SPEED to be a number above 0, got '${text}'.`);
}
