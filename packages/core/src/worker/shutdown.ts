/** The part of `process` that signals come from. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
}

/**
 * Resolves to the first SIGTERM or SIGINT. The listeners stay: a second signal must not kill a
 * process that is handing its jobs back.
 */
export function stopSignal(signals: SignalSource): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) signals.on(name, () => resolve(name));
  });
}

/** SIGTSTP: fetch no more. */
export function onQuietSignal(signals: SignalSource, quiet: () => void): void {
  signals.on('SIGTSTP', quiet);
}
