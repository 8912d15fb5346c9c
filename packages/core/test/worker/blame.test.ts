import type { Delivery } from '../../src/adapters/delivery';
import { Sandboxed } from '../../src/decorators/sandboxed';
import { Job } from '../../src/job/job';
import { JobRegistry } from '../../src/registry/job-registry';
import { Blame } from '../../src/worker/blame';

class CrawlJob extends Job {
  perform(): void {}

  fail(): Error {
    return new Error('lost');
  }
}
class MailJob extends Job {
  perform(): void {}
}
class RenderJob extends Job {
  perform(): void {}
}
Sandboxed()(RenderJob);

const registry = new JobRegistry();
registry.register(CrawlJob);
registry.register(MailJob, '/app/jobs/mail.job.ts');
registry.register(RenderJob);

const ended = jest.fn();
afterEach(() => ended.mockClear());

function run(name: string, id = name): Delivery {
  return {
    id,
    name,
    settle: (_outcome: unknown, error: Error) => void ended(id, error.message),
  } as never;
}

/** Who is to blame for the error while these run. */
function blamed(error: Error, running: readonly Delivery[]): string | undefined {
  const failureOf = async () => ({ kind: 'failed', error }) as const;
  const blame = new Blame({ registry, trace: false, failureOf });
  return blame.put(error, new Map(running.map((each) => [each, Date.now()])))?.id;
}

const ofNobody = Object.assign(new Error('lost'), {
  stack: 'Error: lost\n    at /app/lib/http.ts:3:1',
});
const ofMail = Object.assign(new Error('lost'), {
  stack: 'Error: lost\n    at async send (file:///app/jobs/mail.job.ts:7:5)',
});

test('the job whose class is in the stack, or whose file is, is to blame', () => {
  const both = [run('CrawlJob'), run('MailJob')];
  expect(blamed(new CrawlJob().fail(), both)).toBe('CrawlJob');
  expect(blamed(ofMail, both)).toBe('MailJob');
  expect(ended.mock.calls).toEqual([
    ['CrawlJob', 'lost'],
    ['MailJob', 'lost'],
  ]);
});

test('of two jobs of one class neither is', () => {
  expect(
    blamed(ofMail, [run('MailJob', '1'), run('MailJob', '2'), run('CrawlJob')]),
  ).toBeUndefined();
  expect(ended).not.toHaveBeenCalled();
});

test('where the stack tells nothing, the only job that runs is; of several none', () => {
  expect(blamed(ofNobody, [run('MailJob')])).toBe('MailJob');
  expect(blamed(ofNobody, [run('MailJob'), run('CrawlJob')])).toBeUndefined();
  expect(blamed(ofNobody, [])).toBeUndefined();
});

test('a job in a thread is not, and does not stand in the way', () => {
  expect(blamed(ofNobody, [run('RenderJob')])).toBeUndefined();
  expect(blamed(ofNobody, [run('RenderJob'), run('MailJob')])).toBe('MailJob');
});

test('a run that is ended already is not ended again', () => {
  expect(blamed(ofMail, [{ ...run('MailJob'), settled: true }])).toBeUndefined();
  expect(ended).not.toHaveBeenCalled();
});
