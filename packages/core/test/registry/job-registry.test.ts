import { Job, JobName } from '../../src/index';
import { JobRegistry } from '../../src/registry/job-registry';

class DeliveryJob extends Job {
  perform() {}
}
class RemoveStaleRedisKeysJob extends Job {
  perform() {}
}

function registry(): JobRegistry {
  const known = new JobRegistry();
  known.register(DeliveryJob, '/app/jobs/webhooks/delivery.job.ts');
  known.register(RemoveStaleRedisKeysJob, '/app/jobs/internal/remove-stale-redis-keys.job.ts');
  return known;
}

test.each([
  ['DeliveryJob', DeliveryJob],
  ['Webhooks::DeliveryJob', DeliveryJob],
  ['webhooks/delivery', DeliveryJob],
  ['webhooks/delivery_job', DeliveryJob],
  ['Internal::RemoveStaleRedisKeysJob', RemoveStaleRedisKeysJob],
  ['internal/remove_stale_redis_keys_job', RemoveStaleRedisKeysJob],
])('%s names its class', (name, jobClass) => {
  expect(registry().resolve(name)).toBe(jobClass);
});

test('an unknown name is refused with the names that are known', () => {
  expect(() => registry().resolve('Mails::DeliveryJob')).toThrow(
    /Mails::DeliveryJob'. Known: DeliveryJob, RemoveStaleRedisKeysJob/,
  );
});

test('registering a class again changes nothing', () => {
  const known = registry();
  known.register(DeliveryJob);
  expect(known.names()).toEqual(['DeliveryJob', 'RemoveStaleRedisKeysJob']);
});

describe.each(['t', 'eT', '_class', 'class_1'])('the name %p, which looks minified,', (name) => {
  const minified = () =>
    ({
      [name]: class extends Job {
        perform() {}
      },
    })[name] as typeof DeliveryJob;
  const refusal = expect.objectContaining({
    code: 'DROVER_UNSTABLE_JOB_NAME',
    message: expect.stringContaining(`is called '${name}'`) as string,
  }) as Error;

  test('is refused with its file', () => {
    expect(() => registry().register(minified(), 'bundle.js')).toThrow(/bundle\.js is called/);
  });

  test('is refused at the enqueue, where no file is loaded', async () => {
    await expect(minified().performLater()).rejects.toEqual(refusal);
  });

  test('is taken where somebody gave it', () => {
    const named = JobName(name);
    const jobClass = minified();
    named(jobClass);
    const jobs = registry();
    jobs.register(jobClass);
    expect(jobs.resolve(name)).toBe(jobClass);
  });
});
