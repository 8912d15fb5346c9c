import { existsSync, readFileSync } from 'node:fs';

/** Kernel ticks a second in /proc/stat; 100 on every Linux that Node runs on. */
const TICKS = 100;

/**
 * Starts measuring CPU. The function it returns gives, for the time in between, the CPU seconds of
 * this process and of Redis, and how many cores everybody else kept busy (0 where /proc is absent).
 */
export async function startMeter(redis) {
  const before = await readCpu(redis);
  return async () => {
    const after = await readCpu(redis);
    const node = after.node - before.node;
    const store = after.store - before.store;
    const seconds = after.at - before.at;
    return {
      node,
      store,
      foreign: Math.max(0, after.machine - before.machine - node - store) / seconds,
    };
  };
}

async function readCpu(redis) {
  const info = await redis.info('cpu');
  const { user, system } = process.cpuUsage();
  return {
    at: performance.now() / 1000,
    node: (user + system) / 1e6,
    store: field(info, 'used_cpu_user') + field(info, 'used_cpu_sys'),
    machine: machineSeconds(),
  };
}

function field(info, name) {
  return Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1]);
}

/** CPU seconds that the whole machine was busy since its start. */
function machineSeconds() {
  if (!existsSync('/proc/stat')) return 0;
  const [line] = readFileSync('/proc/stat', 'utf8').split('\n');
  const [user, nice, system, , , irq, softirq, steal] = line
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return (user + nice + system + irq + softirq + steal) / TICKS;
}
