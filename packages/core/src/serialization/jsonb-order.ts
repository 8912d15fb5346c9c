/** Whether PostgreSQL's jsonb gives the keys back in this order: shorter first, then by bytes. */
export function isJsonbOrder(keys: readonly string[]): boolean {
  return keys.every((key, index) => index === 0 || comesBefore(keys[index - 1] as string, key));
}

function comesBefore(left: string, right: string): boolean {
  const longer = Buffer.byteLength(right) - Buffer.byteLength(left);
  return longer > 0 || (longer === 0 && Buffer.compare(Buffer.from(left), Buffer.from(right)) < 0);
}
