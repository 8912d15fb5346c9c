import { InvalidOptionsError, type DroverOptions, type QueueAdapter } from '@drover/core';
import { Application } from '../../../packages/core/src/application';
import { resolveConfiguration } from '../../../packages/core/src/config';
import type { Case } from '../case';
import { HelloJob } from '../zoo/hello-job';

/** An application that nobody uses: building it opens nothing. */
function application(options: DroverOptions, variables: Record<string, string> = {}): Application {
  return new Application(resolveConfiguration({ logLevel: 'silent', ...options }, variables));
}

/** QA: what is taken for an adapter, and its name. */
export const queueAdapter: readonly Case[] = [
  {
    id: 'QA-01',
    behaviour: 'Something that cannot enqueue is refused as an adapter, by what it lacks',
    async run() {
      const mute = { name: 'mute', enqueue: async () => ({}) } as unknown as QueueAdapter;
      expect(() => application({ adapter: mute })).toThrow(InvalidOptionsError);
      expect(() => application({ adapter: mute })).toThrow(/adapter: expected .*enqueueAll/);
    },
  },
  {
    id: 'QA-02',
    behaviour: 'An adapter of one class concerns no other',
    reason: 'an application has one store for all its classes',
  },
  {
    id: 'QA-03',
    behaviour:
      'The default adapter when nothing is configured is the embedded store (twist: in production it is an error that says so)',
    async run() {
      expect(application({}).adapter.name).toBe('embedded');
      const production = application({}, { NODE_ENV: 'production' });
      await expect(production.adapter.enqueueAll([])).rejects.toThrow(/DROVER_URL/);
    },
  },
  {
    id: 'QA-04',
    behaviour: 'An adapter has a short name',
    async run({ app }) {
      expect(['test', 'redis', 'embedded']).toContain(app.adapter.name);
    },
  },
  {
    id: 'QA-05',
    behaviour: 'The name of an adapter given as a class',
    reason: 'an adapter is an object, which has a name',
  },
  {
    id: 'QA-06',
    behaviour: 'An adapter chooses the name that events and log lines show',
    async run({ app }) {
      const own = application({ adapter: { ...methodsOf(app.adapter), name: 'my store' } });
      expect(own.summaries.ofJob(HelloJob.build()).adapter).toBe('my store');
    },
  },
];

/** AD: which adapter is loaded. */
export const adapterLoading: readonly Case[] = [
  {
    id: 'AD-01',
    behaviour: 'The configured store loads the adapter of its kind',
    async run() {
      const names = [
        'redis://localhost',
        'rediss://localhost',
        'postgres://localhost/x',
        'embedded:',
      ].map((store) => application({ store }).adapter.name);
      expect(names).toEqual(['redis', 'redis', 'postgres', 'embedded']);
      expect(application({}, { REDIS_URL: 'redis://localhost' }).adapter.name).toBe('redis');
    },
  },
];

function methodsOf(adapter: QueueAdapter): QueueAdapter {
  return {
    name: adapter.name,
    enqueue: (job) => adapter.enqueue(job),
    enqueueAll: (jobs) => adapter.enqueueAll(jobs),
    consume: (capsules, perform) => adapter.consume(capsules, perform),
    close: () => adapter.close(),
  };
}
