export interface WaitOptions {
  /** Milliseconds until it gives up. High, as it costs nothing where the condition holds early. */
  readonly timeout?: number;
  /** Milliseconds between two looks. */
  readonly interval?: number;
  /** Ends the sentence "Waited 60000 ms for …". */
  readonly what?: string;
}

/** Resolves with the first truthy value of `condition`. A condition that throws counts as not yet. */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { timeout = 60_000, interval = 20, what = String(condition) }: WaitOptions = {},
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeout;
  for (;;) {
    const look = await attempt(condition);
    if (look.value) return look.value;
    if (performance.now() >= deadline) {
      throw new Error(`Waited ${timeout} ms for ${what}`, { cause: look.error });
    }
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
}

async function attempt<T>(
  condition: () => T | Promise<T>,
): Promise<{ value?: T; error?: unknown }> {
  try {
    return { value: await condition() };
  } catch (error) {
    return { error };
  }
}
