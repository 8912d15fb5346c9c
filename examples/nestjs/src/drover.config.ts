import type { DroverOptions } from '@drover/core';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';
import { droverOptions } from './drover-options';

/** Every command of `drover` boots the application: it logs to the standard error, and leaves exits to Drover. */
export default async (): Promise<DroverOptions> => {
  const app = await NestFactory.createApplicationContext(AppModule, {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  return droverOptions(app);
};
