import fc from 'fast-check';
import { COMMANDS, workOff } from './commands';
import { Model } from './model';
import { StoreWorld } from './store-world';

/** The model's time lies behind the machine's, so that what is due by it is due. */
const BEHIND = 360_000_000;

let world: StoreWorld;
beforeAll(async () => void (world = await StoreWorld.open()));
afterAll(() => world.close());

test('whatever three workers do and suffer, a key has one owner, or none and can be had', async () => {
  const runs = Number(process.env['DROVER_MODEL_RUNS'] ?? 150);
  const details = await fc.check(
    fc.asyncProperty(fc.commands(COMMANDS, { size: '+1', maxCommands: 60 }), async (commands) => {
      await world.clear();
      const model = new Model(Date.now() - BEHIND);
      await fc.asyncModelRun(() => ({ model, real: world }), commands);
      await workOff(model, world);
    }),
    { numRuns: runs, interruptAfterTimeLimit: 60_000 },
  );
  expect(fc.defaultReportMessage(details)).toBeUndefined();
});
