import { Job } from '../../src/job/job';
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

test.each(['t', '_class', 'class_1'])('the name %p looks minified and is refused', (name) => {
  const minified = {
    [name]: class extends Job {
      perform() {}
    },
  }[name] as typeof DeliveryJob;
  expect(() => registry().register(minified, 'bundle.js')).toThrow(/DROVER|minifier/);
});
