import { didYouMean } from '../support/nearest';
import { InvalidOptionsError } from './invalid-options-error';

/** What Sidekiq, BullMQ and others call an option of ours. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  backoff: 'wait',
  connection: 'store',
  delay: 'wait',
  maxRetries: 'attempts',
  prefix: 'namespace',
  redis: 'store',
  retries: 'attempts',
  retry: 'attempts',
  url: 'store',
};

/** Refuses options that nobody reads: a misspelt key is a rule that silently is not there. */
export function checkKeys(where: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new InvalidOptionsError(where, 'an options object', options);
  }
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    const expected = `only the options ${known.join(', ')}`;
    throw new InvalidOptionsError(where, expected, unknown, adviceFor(unknown, known));
  }
}

function adviceFor(unknown: string, known: readonly string[]): string {
  const ours = ELSEWHERE[unknown] ?? '';
  return known.includes(ours) ? `Here it is '${ours}'.` : didYouMean(unknown, known);
}
