import { close, configure, type Application, type DroverOptions } from '@drover/core';
import { setupFake } from '@drover/testing';
import { startPostgres, type PostgresServer } from '../support/postgres';
import { testRedisUrl, uniqueNamespace } from '../support/redis';

export type StoreName = 'redis' | 'embedded' | 'postgres' | 'test';

export const STORES: readonly StoreName[] = ['redis', 'embedded', 'postgres', 'test'];

/** An application of this process on one of the stores. */
export interface StoreStage {
  readonly app: Application;
  close(): Promise<void>;
}

/** Undefined where the machine has no such store, which it has then said on its standard error. */
export async function stageOn(
  name: StoreName,
  options: Omit<DroverOptions, 'store' | 'adapter' | 'clock'> = {},
): Promise<StoreStage | undefined> {
  if (name === 'test') return { app: setupFake(options).app, close };
  const postgres = name === 'postgres' ? await startPostgres() : undefined;
  const store = urlOf(name, postgres);
  if (store === undefined) return undefined;
  const namespace = uniqueNamespace().replace('-', '_');
  const app = configure({ ...options, store, namespace });
  return {
    app,
    async close() {
      await close();
      await postgres?.stop();
    },
  };
}

function urlOf(name: StoreName, postgres: PostgresServer | undefined): string | undefined {
  if (name === 'postgres') return postgres?.url;
  return name === 'redis' ? testRedisUrl() : 'embedded:';
}
