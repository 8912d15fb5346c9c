/** Somebody else's message, which may or may not end, put between sentences of ours. */
export function asSentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
