/** Whether PostgreSQL's jsonb gives the keys back in this order: shorter first, then by bytes. */
export function isJsonbOrder(keys: readonly string[]): boolean {
  for (let index = 1; index < keys.length; index += 1) {
    if (!comesBefore(keys[index - 1] as string, keys[index] as string)) return false;
  }
  return true;
}

function comesBefore(left: string, right: string): boolean {
  const longer = bytesOf(right) - bytesOf(left);
  if (longer !== 0) return longer > 0;
  if (bytesOf(left) === left.length && bytesOf(right) === right.length) return left < right;
  return Buffer.compare(Buffer.from(left), Buffer.from(right)) < 0;
}

/** Keys are short and nearly always ASCII, where a loop beats the call. */
function bytesOf(text: string): number {
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 0x7f) return Buffer.byteLength(text);
  }
  return text.length;
}
