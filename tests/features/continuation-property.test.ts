import { Job, snooze, type StepPosition } from '@drover/core';
import { fakeQueues } from '@drover/testing';
import fc from 'fast-check';

interface StepShape {
  readonly items: number;
  readonly isolated: boolean;
}

let effects: string[] = [];

class ShapedJob extends Job {
  async perform(shapes: readonly StepShape[]): Promise<void> {
    for (const [index, { items, isolated }] of shapes.entries())
      await this.step(`step ${index}`, { start: 0, isolated }, async (step) => {
        effects.push(`${step.name} ${step.resumed ? 'goes on' : 'begins'} at ${step.cursor}`);
        while (step.cursor < items) {
          effects.push(`${step.name}: ${step.cursor}`);
          await step.advance();
        }
      });
  }
}

type Event = 'goes on' | 'stops' | 'fails' | 'snoozes';

const shapes = fc.array(fc.record({ items: fc.nat(4), isolated: fc.boolean() }), { maxLength: 5 });
const fates = fc.infiniteStream(
  fc.constantFrom<Event>('goes on', 'goes on', 'stops', 'fails', 'snoozes'),
);

async function perform(
  given: readonly StepShape[],
  fate: () => Event,
): Promise<{ readonly done: string[]; readonly runs: number }> {
  effects = [];
  return fakeQueues({ jobs: [ShapedJob], logLevel: 'silent' }, async (queues) => {
    const ask = (_name: string, _position: StepPosition) => {
      const event = fate();
      if (event === 'fails') throw new Error('at a checkpoint');
      if (event === 'snoozes') throw snooze(1);
      return event === 'stops' ? 'stopping' : undefined;
    };
    await ShapedJob.performLater(given);
    const { runs } = await queues.adapter.interruptions.during(ask, () => queues.drain());
    const done = effects.filter((each) => each.includes(':'));
    return { done, runs };
  });
}

test('whatever interrupts a job, and wherever, it does what it does without interruptions', async () => {
  let mostRuns = 0;
  await fc.assert(
    fc.asyncProperty(shapes, fates, async (given, stream) => {
      const { done: expected } = await perform(given, () => 'goes on');
      const { done, runs } = await perform(given, () => stream.next().value);
      mostRuns = Math.max(mostRuns, runs);
      expect(done).toEqual(expected);
    }),
    { numRuns: 300 },
  );
  expect(mostRuns).toBeGreaterThan(5);
});
