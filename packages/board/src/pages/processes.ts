import { currentApplication, durationInWords, type ProcessRecord } from '@drover/core';
import { html, type Html } from './html';
import { table, type View } from './view';

const HEADINGS = ['Host', 'Pid', 'Busy', 'Queues', 'Memory', 'Up for', 'Seen', 'State', 'Drover'];

export async function listProcesses(view: View): Promise<void> {
  const processes = await currentApplication().operations.processes();
  const running = processes.flatMap(({ hostname, pid, running: jobs }) =>
    jobs.map((job) => ({ ...job, place: `${hostname} ${pid}` })),
  );
  view.show(
    'Processes',
    html`${table(
        HEADINGS,
        processes.map((each) => rowOf(each, view)),
        'No worker process. Start one: drover work',
      )}
      <h2>Running now</h2>
      ${table(
        ['Job', 'For', 'Queue', 'Process', 'Id'],
        running.map(({ id, name, queue, since, place }) => [
          ...[name, durationInWords(view.now - since), queue, place],
          view.jobLink(queue, id),
        ]),
        'Nothing.',
      )}`,
  );
}

function rowOf(each: ProcessRecord, view: View): (Html | string | number)[] {
  const { hostname, pid, busy, concurrency, queues, rss, startedAt, beatAt, quiet } = each;
  return [
    ...[hostname, String(pid), `${busy} of ${concurrency}`],
    queues.map(({ name, weight }) => (weight ? `${name} (${weight})` : name)).join(', '),
    ...[`${Math.round(rss / 1_048_576)} MiB`, durationInWords(view.now - startedAt)],
    view.time(beatAt),
    html`<span class="${quiet ? 'soft' : 'good'}">${quiet ? 'quiet' : 'working'}</span>`,
    each.version,
  ];
}
