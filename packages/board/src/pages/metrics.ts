import { currentApplication, durationInWords } from '@drover/core';
import { figuresOf, perMinute, type Figures, type Minute } from '../figures/figures';
import { recentRuns } from '../figures/recent-runs';
import { html, type Html } from './html';
import { Amount, table, type Cell, type View } from './view';

const MINUTES = 60;
const WIDTH = 900;
const HEIGHT = 140;

const HEADINGS = [
  ...['Class', 'Queue', 'Completed', 'Discarded', 'Failed', 'Failed in %', 'Last hour'],
  ...['Run p50', 'Run p95', 'Wait p50', 'Wait p95'],
];

export async function showMetrics(view: View): Promise<void> {
  const runs = await recentRuns(currentApplication());
  const rows = figuresOf(runs, view.now).map(rowOf);
  view.show(
    'Metrics',
    html`<p class="soft">
        Of the newest 300 completed and 300 failed jobs of each queue that the store still has.
      </p>
      <h2>Jobs that ended in each of the last 60 minutes</h2>
      ${chart(perMinute(runs, view.now, MINUTES))}
      <h2>By class and queue</h2>
      ${table(HEADINGS, rows, 'No job has ended yet.')}`,
  );
}

function rowOf(each: Figures): Cell[] {
  const { name, queue, completed, discarded, failed, lastHour } = each;
  const { runP50, runP95, waitP50, waitP95 } = each;
  const share = (100 * failed) / (completed + discarded + failed);
  return [
    ...[name, queue, completed, discarded, failed, Math.round(share), lastHour],
    ...[runP50, runP95, waitP50, waitP95].map(duration),
  ];
}

function duration(time: number | undefined): Amount {
  return new Amount(time === undefined ? '–' : durationInWords(time));
}

/** A bar a minute: what was done, and upon it what failed. */
function chart(minutes: readonly Minute[]): Html {
  const most = Math.max(1, ...minutes.map(({ done, failed }) => done + failed));
  const scale = (HEIGHT - 30) / most;
  const width = WIDTH / minutes.length;
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Jobs per minute">
    <text x="4" y="12">${most} a minute</text>
    <text x="4" y="${HEIGHT - 4}">60 minutes ago</text>
    <text x="${WIDTH - 24}" y="${HEIGHT - 4}">now</text>
    ${minutes.map(({ done, failed }, index) => {
      const base = HEIGHT - 16;
      return html`${bar('done', index * width, base - done * scale, done * scale, width)}
      ${bar('failed', index * width, base - (done + failed) * scale, failed * scale, width)}`;
    })}
  </svg>`;
}

function bar(kind: string, x: number, y: number, height: number, width: number): Html | undefined {
  if (height === 0) return undefined;
  return html`<rect
    class="${kind}"
    x="${x + 1}"
    y="${y}"
    width="${width - 2}"
    height="${height}"
  />`;
}
