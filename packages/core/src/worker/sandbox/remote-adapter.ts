import type { QueueAdapter } from '../../adapters/queue-adapter';
import { toError } from '../../support/thrown-value-error';
import { toErrorText, type ErrorText } from './messages';

/** What an adapter has beside the enqueue. */
export const PORTS = ['processes', 'inspect', 'locks', 'jobs', 'schedule'] as const;

export type PortName = (typeof PORTS)[number];

/** An adapter, as a thread that asks it from afar must know it. */
export interface RemoteDescription {
  readonly name: string;
  readonly reordersKeys: boolean;
  readonly keepsBatches: boolean;
  readonly ports: readonly PortName[];
}

/** A method of the adapter, or of one of its ports. Arguments and results are plain JSON. */
export interface AdapterCall {
  readonly call: number;
  readonly port: PortName | undefined;
  readonly method: string;
  readonly args: readonly unknown[];
}

export interface AdapterAnswer {
  readonly call: number;
  readonly value?: unknown;
  readonly error?: ErrorText;
}

type Methods = Record<string, (...args: readonly unknown[]) => unknown>;

export function describeAdapter(adapter: QueueAdapter): RemoteDescription {
  const { name, reordersKeys = false, keepsBatches = false } = adapter;
  return { name, reordersKeys, keepsBatches, ports: PORTS.filter((port) => adapter[port]) };
}

/** Answers a call from a thread. Never rejects. */
export async function serve(
  adapter: QueueAdapter,
  { call, port, method, args }: AdapterCall,
): Promise<AdapterAnswer> {
  try {
    const target = (port ? await adapter[port]?.() : adapter) as unknown as Methods;
    const value = await target[method]?.(...args);
    return { call, value: Array.isArray(value) ? value.map(withoutErrors) : value };
  } catch (thrown) {
    return { call, error: toErrorText(toError(thrown)) };
  }
}

/** A thread would lose the class of an error and its code. */
function withoutErrors(value: unknown): unknown {
  return value instanceof Error ? { error: toErrorText(value) } : value;
}
