import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { core } from './packages.mjs';
import { median } from './statistics.mjs';

/** Median milliseconds that each list of modules takes to load, in fresh processes, in turn. */
export function importTimes(lists, { rounds, cwd = fileURLToPath(core) }) {
  const times = lists.map(() => []);
  for (let index = 0; index < rounds; index += 1) {
    lists.forEach((modules, at) => times[at].push(importTime(modules, cwd)));
  }
  return times.map(median);
}

function importTime(modules, cwd) {
  const load = modules.map((name) => `require(${JSON.stringify(name)});`).join('');
  const script = `const start = performance.now();${load}console.log(performance.now() - start)`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', script], {
    cwd,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`Loading ${modules.join(', ')} failed: ${stderr}`);
  return Number(stdout);
}
