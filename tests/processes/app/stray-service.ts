import { setTimeout as pause } from 'node:timers/promises';

/** Far from any job: its errors have no job in their stack. */
export async function failLater(): Promise<void> {
  await pause(20);
  throw new Error('far from home');
}

export function fail(): void {
  throw new Error('nobody catches me');
}
