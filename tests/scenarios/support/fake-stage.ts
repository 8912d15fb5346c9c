import { close } from '@drover/core';
import { setupFake, type Fake } from '@drover/testing';
import { pino } from 'pino';
import { noteEvents } from '../../support/journal';
import { settings } from '../app/settings';
import { Stage, type Ended } from './stage';

/** The fake store in this process, under a fake clock: no real time passes. */
export class FakeStage extends Stage {
  readonly name = 'the fake store';
  readonly scale = 1;
  readonly tolerance = 0;
  readonly #lines: string[] = [];
  #fake: Fake | undefined;

  async settle(): Promise<void> {
    await this.#running.drain();
  }

  async dead(): Promise<readonly Ended[]> {
    return this.#running.adapter.failed.map(({ id, error }) => ({ id, because: error.message }));
  }

  async discarded(): Promise<readonly Ended[]> {
    return this.#running.adapter.discarded.map(({ id, because }) => ({ id, because }));
  }

  logLines(): readonly string[] {
    return this.#lines;
  }

  protected async start(): Promise<void> {
    const logger = pino({ level: 'info' }, { write: (line) => void this.#lines.push(line) });
    this.#fake = setupFake({ ...settings, logger, random: () => 0.5 });
    noteEvents(this.#fake.app);
    await this.#fake.app.loadJobs();
  }

  protected async stop(): Promise<void> {
    await close();
  }

  get #running(): Fake {
    if (!this.#fake) throw new TypeError('Open the stage first');
    return this.#fake;
  }
}
