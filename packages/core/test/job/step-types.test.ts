import { Job } from '../../src/index';

let seen: unknown[] = [];

/** What the compiler takes of steps, and what it refuses. */
class TypedJob extends Job {
  async perform() {
    await this.step('ids', async (step) => {
      const cursor: number | undefined = step.cursor;
      seen.push(cursor);
      // @ts-expect-error -- a number, where the step says nothing else
      if (cursor === 7) await step.set('seven');
      await step.advance({ from: 6 });
    });
    await this.step('counted', { start: 0 }, async (step) => {
      const cursor: number = step.cursor;
      await step.set(cursor + 1);
    });
    await this.step<Date>('days', { isolated: false }, (step) => {
      const day: Date | undefined = step.cursor;
      seen.push(day);
    });
    await this.step<[number, string]>('pairs', { start: [1, 'a'] }, async (step) => {
      const [count, letter] = step.cursor;
      await step.set([count + 1, letter]);
    });
    await this.step('byName');
    // @ts-expect-error -- no method has this name
    await this.step('byAnotherName').catch((error: Error) => seen.push(error.message));
  }

  byName() {
    seen.push('by name');
  }
}

test('a cursor is a number unless the step says what it is', async () => {
  seen = [];
  await TypedJob.performNow();
  expect(seen).toEqual([
    ...[undefined, undefined, 'by name'],
    "step('byAnotherName'): expected a function, or a method of that name, got undefined.",
  ]);
});
