import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { versions } from './packages.mjs';
import { median, round } from './statistics.mjs';

export async function machineLines(redis) {
  const redisVersion = /redis_version:(\S+)/.exec(await redis.info('server'))?.[1];
  const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    `${packages.join(', ')}, Node ${process.versions.node}, Redis ${redisVersion}`,
    `${availableParallelism()} x ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ` +
      `${process.platform} ${process.arch}, load ${loadavg()
        .map((load) => load.toFixed(1))
        .join(' ')}`,
  ];
}

/** A row of the throughput table: medians of both sides, and the median of the rounds' ratios. */
export function throughputRow(title, played) {
  const side = (name, field) => median(played.map((each) => each[name][field]));
  const ratios = played.map(({ ratio }) => ratio);
  return {
    measure: title,
    'raw /s': Math.round(side('raw', 'rate')),
    'drover /s': Math.round(side('drover', 'rate')),
    ratio: median(ratios).toFixed(2),
    range: `${Math.min(...ratios).toFixed(2)}..${Math.max(...ratios).toFixed(2)}`,
    'CPU x': median(played.map(({ cpuRatio }) => cpuRatio)).toFixed(2),
    'node µs': `${Math.round(side('raw', 'nodeMicros'))} / ${Math.round(side('drover', 'nodeMicros'))}`,
    'redis µs': `${Math.round(side('raw', 'storeMicros'))} / ${Math.round(side('drover', 'storeMicros'))}`,
    'others, cores (tries)': played
      .map(({ foreign, tries }) => `${round(foreign, 1)}${tries > 1 ? `(${tries})` : ''}`)
      .join(' '),
  };
}

/** Prints rows of equal keys as a table; numbers to the right. */
export function printTable(rows) {
  const columns = Object.keys(rows[0]);
  const lines = [columns, ...rows.map((row) => columns.map((column) => String(row[column])))];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at].length)));
  const isNumber = (text) => /^-?[\d.]+$/.test(text);
  for (const line of lines) {
    console.log(
      line
        .map((text, at) => (isNumber(text) ? text.padStart(widths[at]) : text.padEnd(widths[at])))
        .join('  ')
        .trimEnd(),
    );
  }
  console.log();
}
