// What an install of Drover weighs and takes, against BullMQ alone, and what importing it takes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { importTimes } from './lib/import-time.mjs';
import { install, pack } from './lib/install.mjs';
import { printTable } from './lib/report.mjs';
import { round } from './lib/statistics.mjs';

const ROUNDS = 15;

const folder = mkdtempSync(path.join(tmpdir(), 'drover-install-'));
try {
  const tarball = pack('core', folder);
  const peers = ['bullmq@6.7.0', 'ioredis@5.11.1'];
  const raw = install(path.join(folder, 'raw'), peers);
  const drover = install(path.join(folder, 'drover'), [tarball, ...peers]);
  const [rawImport, droverImport] = importTimes([['bullmq'], ['bullmq', '@drover/core']], {
    rounds: ROUNDS,
    cwd: path.join(folder, 'drover'),
  });
  report({ ...raw, importing: rawImport }, { ...drover, importing: droverImport });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function report(raw, drover) {
  const row = (title, { packages, megabytes, seconds, importing }) => ({
    installed: title,
    packages: packages.length,
    MB: round(megabytes, 1),
    'install s': round(seconds, 1),
    'import ms': Math.round(importing),
  });
  console.log(`Node ${process.versions.node}, import: median of ${ROUNDS} fresh processes.\n`);
  printTable([row('bullmq ioredis', raw), row('@drover/core bullmq ioredis', drover)]);
  const known = new Set(raw.packages.map(({ name }) => name));
  const added = drover.packages.filter(({ name }) => !known.has(name));
  console.log(`Drover brings ${added.map(({ name }) => name).join(', ')}.`);
  const scripts = added.filter(({ runsScript }) => runsScript).map(({ name }) => name);
  console.log(`Of these, ${scripts.join(', ') || 'none'} runs a script when it is installed.`);
  console.log(
    `RESULT ${JSON.stringify({
      packages: drover.packages.length,
      packages_added: added.length,
      megabytes: round(drover.megabytes, 1),
      megabytes_added: round(drover.megabytes - raw.megabytes, 1),
      install_s: round(drover.seconds, 1),
      install_scripts_added: scripts.length,
      import_ms: Math.round(drover.importing),
      import_ms_bullmq: Math.round(raw.importing),
    })}`,
  );
}
