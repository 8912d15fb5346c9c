import path from 'node:path';
import type { DroverOptions } from '@drover/core';
import type { INestApplicationContext } from '@nestjs/common';
import { AppModule } from './app.module';

/** The same for the server and the worker. */
export function droverOptions(app: INestApplicationContext): DroverOptions {
  const { moduleRef } = app.get(AppModule);
  return {
    namespace: process.env['NAMESPACE'] ?? 'shop',
    jobs: [path.join(__dirname, 'jobs')],
    jobFactory: (JobClass) => moduleRef.create(JobClass),
    onClose: () => app.close(),
  };
}
