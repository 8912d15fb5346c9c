import { isMainThread } from 'node:worker_threads';
import { Attribute, Encrypted, Job, RetryOn, Sandboxed } from '@drover/core';
import { noteRun } from '../../../support/journal';

class Away extends Error {}

/** Fails once, and says what it was given. */
@Encrypted()
@RetryOn(Away, { wait: 1 })
export class SecretJob extends Job {
  @Attribute() kept: string | undefined = undefined;

  async perform(secret: string, at: Date): Promise<string> {
    const { kept } = this;
    noteRun(this, {
      isMainThread,
      length: secret.length,
      at: at.getTime(),
      again: kept === secret,
    });
    this.kept = secret;
    this.progress({ secret });
    await this.step<string>('rows', async (step) => {
      if (step.cursor === undefined) await step.set(secret);
      if (kept === undefined) throw new Away(`${secret} is away`);
    });
    return secret;
  }
}

@Sandboxed()
export class SandboxedSecretJob extends SecretJob {}
