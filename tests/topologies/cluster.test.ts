import { close, configure, schedule } from '@drover/core';
import { Cluster } from 'ioredis';
import { startRedis, withRedis, type RedisServer } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { expectADayOfWork, JOBS, PlainJob, work } from './day-of-work';

const ARGS = ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1'];
/** Slots of the three masters, as a cluster is made by default. */
const RANGES = [
  [0, 5460],
  [5461, 10_922],
  [10_923, 16_383],
] as const;

let nodes: readonly RedisServer[];
let cluster: Cluster;

beforeAll(async () => {
  nodes = await Promise.all(Array.from({ length: 4 }, () => startRedis({ args: ARGS })));
  const [first, ...others] = nodes as [RedisServer, ...RedisServer[]];
  await Promise.all(
    RANGES.map(([from, to], index) => call(nodes[index]!, 'ADDSLOTSRANGE', from, to)),
  );
  for (const { port } of others) await call(first, 'MEET', '127.0.0.1', port);
  for (const node of nodes)
    await waitFor(async () => (await call(node, 'INFO')).includes('cluster_state:ok'), {
      what: 'the cluster to be whole',
    });
  cluster = new Cluster([{ host: '127.0.0.1', port: first.port }]);
  cluster.on('error', () => {});
});

afterAll(async () => {
  await close();
  cluster.disconnect();
  await Promise.all(nodes.map((node) => node.stop()));
});

test('a worker on a cluster of three does everything, and goes on when the node of its keys fails over', async () => {
  configure({ store: { redis: cluster }, namespace: 'ranch', jobs: JOBS, logLevel: 'silent' });
  await work();
  await expectADayOfWork('before');
  await schedule.add('nightly', { cron: '0 3 * * *', job: PlainJob, args: ['nightly'] });

  const slot = await cluster.cluster('KEYSLOT', '{ranch}');
  const owner = nodes[RANGES.findIndex(([from, to]) => from <= slot && slot <= to)]!;
  const replica = nodes[3]!;
  await call(replica, 'REPLICATE', await call(owner, 'MYID'));
  await waitFor(async () => (await infoOf(replica)).includes('master_link_status:up'), {
    what: 'the replica to follow',
  });
  await call(replica, 'FAILOVER');
  await waitFor(async () => (await infoOf(replica)).includes('role:master'), {
    what: 'the replica to take over',
  });
  await owner.kill();

  await expectADayOfWork('after');
  expect((await schedule.list()).map(({ name }) => name)).toEqual(['nightly']);
});

async function call(node: RedisServer, ...args: readonly (string | number)[]): Promise<string> {
  return withRedis(node.url, async (redis) => String(await redis.call('CLUSTER', ...args)));
}

async function infoOf(node: RedisServer): Promise<string> {
  return withRedis(node.url, (redis) => redis.info('replication'));
}
