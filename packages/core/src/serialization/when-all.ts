/** Builds at once, or when the parts that are still being looked up have come. */
export function whenAll<T>(parts: unknown[], build: (parts: unknown[]) => T): T | Promise<T> {
  return parts.some(isPending) ? settleItems(parts).then(build) : build(parts);
}

/**
 * In order, so that of several errors the first in the list is raised. Awaits pending parts only:
 * a value that happens to have a `then` is left alone.
 */
export async function settleItems(items: unknown[]): Promise<unknown[]> {
  for (const [index, item] of items.entries()) if (isPending(item)) items[index] = await item;
  return items;
}

export async function settleProperties(object: object): Promise<object> {
  for (const [key, value] of Object.entries(object)) {
    if (isPending(value)) Reflect.set(object, key, await value);
  }
  return object;
}

function isPending(value: unknown): value is Promise<unknown> {
  return value instanceof Promise;
}
