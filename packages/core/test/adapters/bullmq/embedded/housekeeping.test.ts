import { Engine } from '../../../../src/adapters/bullmq/embedded/engine';
import { Housekeeping } from '../../../../src/adapters/bullmq/embedded/housekeeping';
import { loadPglite } from '../../../../src/adapters/bullmq/embedded/load-pglite';

it('checkpoints and vacuums each so many statements, without gathering statistics', async () => {
  const pglite = loadPglite();
  const engine = new Engine(pglite, await pglite.PGlite.create());
  await engine.query(
    'CREATE TABLE job AS SELECT generate_series(1, 1000) AS id; CREATE TABLE event (id int); DELETE FROM job',
  );
  const checkpoint = async () =>
    (await engine.query('SELECT redo_lsn::text FROM pg_control_checkpoint()')).rows[0];
  const size = async () =>
    (await engine.query("SELECT pg_relation_size('job')::int AS size")).rows[0]?.['size'];
  const statistics = async () =>
    (await engine.query("SELECT count(*)::int FROM pg_stats WHERE tablename = 'job'")).rows;
  const before = { checkpoint: await checkpoint(), size: await size() };

  const housekeeping = new Housekeeping(engine, 'public', 2);
  await housekeeping.afterStatement();
  expect({ checkpoint: await checkpoint(), size: await size() }).toEqual(before);
  await housekeeping.afterStatement();

  expect(await checkpoint()).not.toEqual(before.checkpoint);
  expect(await size()).toBe(0);
  expect(await statistics()).toEqual([{ count: 0 }]);
  await engine.close();
});
