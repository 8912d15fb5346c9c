export interface Rejection {
  readonly error: Error & { readonly code?: string };
  /** Milliseconds until it came. */
  readonly after: number;
}

/** The error a promise rejects with, and when. */
export async function rejection(promise: Promise<unknown>): Promise<Rejection> {
  const start = performance.now();
  const error = await promise.then(
    () => {
      throw new Error('Expected a rejection, and it resolved.');
    },
    (reason: unknown) => reason as Rejection['error'],
  );
  return { error, after: performance.now() - start };
}
