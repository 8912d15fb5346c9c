import type { StoreLocation } from './bullmq/store';
import { LazyAdapter } from './lazy-adapter';
import type { QueueAdapter } from './queue-adapter';
import { StoreError } from './store-error';

export interface OpenAdapterOptions {
  readonly store: StoreLocation | undefined;
  /** Where `store` was said. */
  readonly storeFrom: string | undefined;
  readonly production: boolean;
  readonly namespace: string;
  /** Milliseconds. */
  readonly enqueueTimeout: number;
  /** Milliseconds. */
  readonly lockDuration: number;
  /** Milliseconds. */
  readonly stalledInterval: number;
}

export interface AdapterListeners {
  readonly onChosen: (adapter: string, why: string) => void;
  readonly onWarning: (warning: { code: string; message: string }) => void;
  readonly onError: (error: Error) => void;
  /** Jobs were given back whose worker is gone. */
  readonly onRecovered: (queue: string, ids: readonly string[]) => void;
}

type StoreKind = 'redis' | 'postgres' | 'embedded';

/** The adapter for a store. BullMQ is loaded, and the store opened, at the first use. */
export function openAdapter(
  options: OpenAdapterOptions,
  listeners: AdapterListeners,
): QueueAdapter {
  const name = kindOf(options.store);
  return new LazyAdapter(
    { name, reordersKeys: name !== 'redis', enlists: name === 'postgres', keepsBatches: true },
    () => build(name, options, listeners),
  );
}

function build(
  name: StoreKind,
  options: OpenAdapterOptions,
  { onChosen, ...listeners }: AdapterListeners,
): Required<QueueAdapter> {
  const { store, storeFrom, production, namespace, enqueueTimeout, lockDuration, stalledInterval } =
    options;
  if (store === undefined && production) throw notConfigured();
  onChosen(name, store === undefined ? EMBEDDED_WHY : `${storeFrom} says so`);
  // Loaded here and not above: importing jobs must cost neither the time nor the dependency.
  const { BullMQAdapter } =
    require('./bullmq/bullmq-adapter') as typeof import('./bullmq/bullmq-adapter');
  const { openStore } = require('./bullmq/open-store') as typeof import('./bullmq/open-store');
  const open = () => openStore(store ?? 'embedded:', { namespace, enqueueTimeout });
  return new BullMQAdapter({
    open,
    name,
    production,
    enqueueTimeout,
    lockDuration,
    stalledInterval,
    ...listeners,
  });
}

const EMBEDDED_WHY =
  'no store is configured, so jobs live in this process and end with it. ' +
  "For Redis set REDIS_URL, or configure({ store: 'redis://…' }).";

function notConfigured(): StoreError {
  return new StoreError(
    'DROVER_STORE_NOT_CONFIGURED',
    "Expected a store in production, got none. Set REDIS_URL or DROVER_URL, or call configure({ store: 'redis://…' }). " +
      "For a store inside this process, say so: configure({ store: 'embedded:./data/jobs' }).",
  );
}

function kindOf(store: StoreLocation | undefined): StoreKind {
  if (store === undefined) return 'embedded';
  if (typeof store !== 'string') return 'postgres' in store ? 'postgres' : 'redis';
  if (store.startsWith('embedded:')) return 'embedded';
  return /^postgres(?:ql)?:/.test(store) ? 'postgres' : 'redis';
}
