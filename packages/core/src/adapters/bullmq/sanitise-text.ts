const SUSPICIOUS = /[\0\ud800-\udfff]/;
const UNSTORABLE = /[\0\p{Surrogate}]/gu;

/**
 * `text` with U+FFFD in place of what PostgreSQL cannot store: NUL and lone surrogates.
 *
 * One such character in an error message makes BullMQ's PostgreSQL backend fail to record the
 * failure: the job stays active, runs again, and ends as stalled with its real error lost.
 */
export function sanitiseText(text: string): string {
  return SUSPICIOUS.test(text) ? text.replace(UNSTORABLE, '\uFFFD') : text;
}
