import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { testRedisUrl, uniqueNamespace, withRedis } from '../../../../../../tests/support/redis';

const SCRIPT = join(__dirname, '../../../support/enqueue-and-end.ts');
const run = promisify(execFile);

describe('a script that enqueues and closes nothing', () => {
  // Far below what it would take if the connection, or its retries, kept the process open: for ever.
  const enqueueAndEnd = (url: string, namespace = uniqueNamespace()) =>
    run(process.execPath, ['--import', 'tsx', SCRIPT, url, namespace], { timeout: 60_000 });

  it('is heard out, and ends by itself', async () => {
    const namespace = uniqueNamespace();
    await enqueueAndEnd(testRedisUrl(), namespace);
    expect(await withRedis(testRedisUrl(), (redis) => redis.llen(`${namespace}:q:wait`))).toBe(1);
  });

  it('ends by itself when Redis is away, too', async () => {
    const { stdout } = await enqueueAndEnd('redis://127.0.0.1:1');
    expect(stdout).toBe('DROVER_STORE_UNREACHABLE');
  });
});
