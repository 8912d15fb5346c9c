import {
  assertSchemaCompatibility,
  LATEST_SCHEMA_VERSION,
  MINIMUM_POSTGRES_VERSION,
  runMigrations,
  SchemaMigrationRequiredError,
} from 'bullmq';
import type { Client } from 'pg';
import { tooOld } from './postgres-errors';

/**
 * Brings BullMQ's tables up to date, under BullMQ's own lock: of several processes that start
 * together one does it. Up to date already, it only reads, which a user without the right to
 * create a schema may do.
 */
export async function migrate(client: Client, schema: string, where: string): Promise<void> {
  await checkVersion(client, where);
  // The version is checked; BullMQ's own check would print to the console.
  const options = { skipVersionCheck: true };
  const present = await assertSchemaCompatibility(client, schema, options).catch(absent);
  if (present < LATEST_SCHEMA_VERSION) await runMigrations(client, schema, options);
}

async function checkVersion(client: Client, where: string): Promise<void> {
  const { rows } = await client.query<{ number: number; name: string }>(
    "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS name",
  );
  const [version] = rows;
  if (version && version.number < MINIMUM_POSTGRES_VERSION * 10_000)
    throw tooOld(version.name, where);
}

function absent(error: unknown): number {
  if (error instanceof SchemaMigrationRequiredError) return 0;
  throw error;
}
