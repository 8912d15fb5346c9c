import type { Case } from '../case';
import { HelloJob } from '../zoo/hello-job';
import type { World } from '../world';

/** What a board shows of a job that is in the store. */
async function shown(world: World, name = 'HelloJob'): Promise<unknown> {
  const { id } = await HelloJob.performLater('Jamie');
  await world.settle();
  const run = world.trace.runs.find(({ delivery }) => delivery.id === id);
  return world.app.summaries.shownData(name, run?.delivery.data);
}

/** DJ: what is shown of a job where jobs are looked at. */
export const shownJobs: readonly Case[] = [
  {
    id: 'DJ-01',
    behaviour: 'The board hides arguments that are not to be logged',
    options: { logArguments: false },
    async run(world) {
      expect(await shown(world)).not.toHaveProperty('args');
    },
  },
  {
    id: 'DJ-02',
    behaviour: 'The board shows arguments otherwise',
    async run(world) {
      expect(await shown(world)).toMatchObject({ args: ['Jamie'] });
    },
  },
  {
    id: 'DJ-03',
    behaviour: 'A payload of an unknown class still shows on the board',
    async run(world) {
      expect(await shown(world, 'GoneJob')).toMatchObject({ args: ['Jamie'] });
      expect(world.app.summaries.shownData('GoneJob', 'no payload of ours')).toBe(
        'no payload of ours',
      );
    },
  },
];
