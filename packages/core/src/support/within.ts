/** Waits for `promise` for at most `timeout` milliseconds; never rejects. */
export async function within(promise: Promise<unknown>, timeout: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeout)));
  await Promise.race([promise.catch(() => {}), late]);
  clearTimeout(timer);
}
