import { board } from '@drover/board';
import { close, configure, startWorker } from '@drover/core';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';
import { droverOptions } from './drover-options';

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule);
  configure(droverOptions(app));
  app.use('/jobs', board({ authorize: () => 'write' }));
  // Nest would close what running jobs need: Drover stops them first, and closes the application then.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void close());
  // The embedded store is of one process alone, which works its queues itself.
  if (!process.env['REDIS_URL']) await startWorker();
  await app.listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1');
  console.log(`Listening on ${await app.getUrl()}`);
}

void main();
