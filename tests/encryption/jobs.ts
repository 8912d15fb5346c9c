import { inspect } from 'node:util';
import {
  attribute,
  Attribute,
  defineContext,
  DiscardOn,
  Encrypted,
  Exclusive,
  Job,
  LimitConcurrency,
  QueueAs,
  RetryOn,
  snooze,
  Throttle,
  Unique,
} from '@drover/core';

/** With what JSON and addresses write otherwise, a number, and types of their own. */
export const SECRETS = {
  password: 'correct "horse"\nbattery',
  token: 'a b&c=dé',
  secretNumber: 8_675_309,
};
export const LEAKS = /correct|horse|battery|a b&c|b%26c|8675309|8,675,309/;

export type Secrets = typeof SECRETS;

export const Current = defineContext('EncryptedCurrent', {
  account: attribute<string>({ carry: true }),
});

class Away extends Error {}
class Unwanted extends Error {}

export const HOWS = [
  'fail',
  'complete',
  'retry',
  'discard',
  'ask',
  'snooze',
  'move',
  'step',
] as const;
export type How = (typeof HOWS)[number];

/** Says what it was given wherever it can. */
@Encrypted()
@QueueAs('leaks')
@RetryOn(Away, { wait: '1 hour' })
@RetryOn(RangeError, { wait: '1 hour', queue: 'elsewhere' })
@DiscardOn(Unwanted)
export class LeakyJob extends Job {
  static seen: unknown[] = [];

  @Attribute() kept: unknown = undefined;

  async perform(how: How, secrets: Secrets, at: Date): Promise<unknown> {
    LeakyJob.seen.push([how, secrets, at, this.kept, Current.account]);
    this.kept = secrets;
    const said = `${Object.values(secrets).join(' ')} ${JSON.stringify(secrets)} ${inspect(secrets)}`;
    const address = `https://example.test/?token=${encodeURIComponent(secrets.token)}`;
    this.progress({ said, address, secrets });
    const cause = Object.assign(new Error(said), { address });
    switch (how) {
      case 'complete':
        return { said, again: [secrets, address] };
      case 'fail':
        throw new Error(`${address} ${said}`, { cause });
      case 'retry':
        throw new Away(said, { cause });
      case 'move':
        throw new RangeError(said, { cause });
      case 'discard':
        throw new Unwanted(said, { cause });
      case 'ask':
        return void this.retryJob({ wait: '1 hour', args: ['complete', secrets, at] });
      case 'snooze':
        return snooze('1 hour');
      case 'step':
        return this.step<Secrets>('rows', async (step) => {
          await step.set(secrets);
          throw new Away(said, { cause });
        });
    }
  }
}

/** The account can be read, the token cannot. */
@Encrypted(1)
@QueueAs('partly')
export class PartlyJob extends Job {
  async perform(account: string, token: string): Promise<string> {
    throw new Error(`${account} with ${token}`);
  }
}

/** Enqueues itself anew. */
@Encrypted()
@QueueAs('partly')
export class AgainJob extends Job {
  static runs: { readonly id: string; readonly token: string }[] = [];

  async perform(token: string): Promise<void> {
    const { id } = this;
    AgainJob.runs.push({ id, token });
    if (AgainJob.runs.length === 1) await this.enqueue();
  }
}

@Encrypted()
@Unique()
@QueueAs('unique')
export class OnceJob extends Job {
  async perform(_token: string): Promise<void> {}
}

@Encrypted()
@Unique({ lock: 'whileExecuting', by: 0 })
@LimitConcurrency({ key: (token: string) => token })
@Throttle({ limit: 100, per: '1 hour', key: (token: string) => token })
@Exclusive({ key: (token: string) => `door of ${token}` })
@QueueAs('limited')
export class LimitedJob extends Job {
  static end = (): void => {};

  async perform(_token: string): Promise<void> {
    await new Promise<void>((resolve) => (LimitedJob.end = resolve));
  }
}
