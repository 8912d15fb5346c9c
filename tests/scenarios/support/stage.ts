import { SharedFiles } from '../../support/shared-files';

/** A job that came to an end without `perform` returning. */
export interface Ended {
  readonly id: string;
  readonly because: string;
}

/** A store and whatever runs jobs from it. The scenarios are the same on all of them. */
export abstract class Stage {
  abstract readonly name: string;
  /** How many seconds a second of a wait lasts. */
  abstract readonly scale: number;
  /** Milliseconds by which a run may be late. */
  abstract readonly tolerance: number;
  protected files: SharedFiles | undefined;

  async open(): Promise<void> {
    this.files = new SharedFiles();
    await this.start();
  }

  async close(): Promise<void> {
    await this.stop();
    this.files?.remove();
  }

  /** Resolves when every job has come to its end. */
  abstract settle(): Promise<void>;
  /** Jobs that are kept as failed. */
  abstract dead(): Promise<readonly Ended[]>;
  /** Jobs that were given up on purpose. */
  abstract discarded(): Promise<readonly Ended[]>;
  /** What the workers logged, one JSON object per line. */
  abstract logLines(): readonly string[];
  protected abstract start(): Promise<void>;
  protected abstract stop(): Promise<void>;

  async isDead({ id }: { id: string }): Promise<boolean> {
    return (await this.dead()).some((job) => job.id === id);
  }

  async isDiscarded({ id }: { id: string }): Promise<boolean> {
    return (await this.discarded()).some((job) => job.id === id);
  }
}
