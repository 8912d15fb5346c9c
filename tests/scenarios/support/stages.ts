import { FakeStage } from './fake-stage';
import { RedisStage } from './redis-stage';
import type { Stage } from './stage';

/** Runs the same scenarios on Redis with two processes, and on the fake store. */
export function onEveryStage(scenarios: (stage: Stage) => void, scale?: number): void {
  const stages = [new RedisStage(scale === undefined ? {} : { scale }), new FakeStage()];
  describe.each(stages.map((stage) => [stage.name, stage] as const))('on %s', (_, stage) => {
    beforeAll(() => stage.open());
    afterAll(() => stage.close());
    scenarios(stage);
  });
}
