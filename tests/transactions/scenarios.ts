import {
  afterCommit,
  afterCommitOfNothing,
  afterCommitOfSavepoints,
  afterCommitOrError,
} from './after-commit';
import { inTransaction, inTransactionOfSavepoints } from './in-transaction';
import type { Scenario } from './stage';

/** In which the libraries differ. */
interface Traits {
  /** A transaction inside a transaction is a savepoint. */
  readonly savepoints: boolean;
  /** It rejects when PostgreSQL rolls back at the COMMIT. */
  readonly tellsOfRollback: boolean;
}

const TRAITS = {
  pg: { savepoints: false, tellsOfRollback: true },
  kysely: { savepoints: false, tellsOfRollback: true },
  drizzle: { savepoints: true, tellsOfRollback: false },
  knex: { savepoints: true, tellsOfRollback: false },
  typeorm: { savepoints: true, tellsOfRollback: false },
  prisma: { savepoints: false, tellsOfRollback: false },
  sequelize: { savepoints: true, tellsOfRollback: false },
  'mikro-orm': { savepoints: true, tellsOfRollback: false },
} satisfies Record<string, Traits>;

/** What is shown of a library, by its name on the page. */
export function scenariosOf(name: keyof typeof TRAITS): [title: string, run: Scenario][] {
  const { savepoints, tellsOfRollback } = TRAITS[name];
  return [
    ...on('redis', afterCommit),
    ...on('redis', tellsOfRollback ? afterCommitOrError : afterCommitOfNothing),
    ...(savepoints ? on('redis', afterCommitOfSavepoints) : []),
    ...on('postgres', inTransaction),
    ...(savepoints ? on('postgres', inTransactionOfSavepoints) : []),
  ];
}

function on(
  store: 'redis' | 'postgres',
  scenarios: Readonly<Record<string, Scenario>>,
): [string, Scenario][] {
  return Object.entries(scenarios).map(([what, run]) => [
    `jobs on ${store}: ${what}`,
    async (stage) => {
      await stage.begin(store);
      await run(stage);
    },
  ]);
}
