/** The result, or undefined after so many milliseconds, or at once when it hurries. */
export async function atMost<T>(
  milliseconds: number,
  result: Promise<T>,
  hurry?: AbortSignal,
): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), hurry?.aborted ? 0 : milliseconds);
    hurry?.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for `promise` for at most `timeout` milliseconds; never rejects. */
export async function within(promise: Promise<unknown>, timeout: number): Promise<void> {
  await atMost(
    timeout,
    promise.catch(() => {}),
  );
}
