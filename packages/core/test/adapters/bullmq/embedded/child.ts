import { lockDataDir } from '../../../../src/adapters/bullmq/embedded/data-dir-lock';
import { openEmbedded } from '../../../../src/adapters/bullmq/embedded/open-embedded';

// Run by the tests in a process of its own: child.ts <what> <data directory>.
const [what, dataDir = ''] = process.argv.slice(2);

const report = (message: object) => process.send?.(message);

async function main(): Promise<void> {
  if (what === 'lock') await lockDataDir(dataDir);
  else if (what === 'open') await openEmbedded({ dataDir });
  else await (await openEmbedded({ dataDir })).close();
}

// A listener on the channel keeps the process until the channel is taken away.
process.on('message', () => undefined);

main().then(
  () => report({ holds: true }),
  ({ code, message }: { code: string; message: string }) => report({ code, message }),
);
