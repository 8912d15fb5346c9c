import { DroverError } from '../support/drover-error';

/** Our own errors advise in their message; anything else needs its stack. */
export function errorText(error: unknown): string {
  if (error instanceof DroverError) return `${error.code}: ${error.message}${causeText(error)}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** What the message does not say already: of our own errors theirs, of others where they were thrown. */
function causeText({ code, message, cause }: DroverError): string {
  if (!(cause instanceof Error) || code === 'DROVER_MISSING_DEPENDENCY') return '';
  if (!(cause instanceof DroverError)) return `\n${withoutNode(cause)}`;
  return message.includes(cause.message) ? '' : `\n${cause.code}: ${cause.message}`;
}

function withoutNode({ stack, message }: Error): string {
  const lines = (stack ?? message).split('\n');
  return lines.filter((line) => line.trim() && !/^\s+at .*\(?node:/.test(line)).join('\n');
}
