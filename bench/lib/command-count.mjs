import { deleteJobs } from './redis.mjs';
import { fillBacklog, payload, workOff } from './throughput.mjs';

const FEW = 500;
const MANY = 2500;

/**
 * Commands per job of one contestant: those it sends, by name, and those that Redis runs, scripts
 * included. Taken as the slope between few and many jobs, so that starting and stopping cancel.
 */
export async function commandsOf(redis, contestant) {
  return {
    enqueue: await slope(redis, contestant, enqueueOnly),
    process: await slope(redis, contestant, processOnly),
  };
}

async function enqueueOnly(contestant, jobs, count) {
  await count(async () => {
    for (let index = 0; index < jobs; index += 1) await contestant.enqueue(payload(index));
  });
}

async function processOnly(contestant, jobs, count) {
  await fillBacklog(contestant, jobs);
  await count(() => workOff(contestant, jobs, 10));
}

async function slope(redis, contestant, scenario) {
  const few = await counted(redis, contestant, scenario, FEW);
  const many = await counted(redis, contestant, scenario, MANY);
  const perJob = (before, after) => (after - before) / (MANY - FEW);
  return {
    sent: perJob(few.sent, many.sent),
    run: perJob(few.run, many.run),
    scripts: perJob(few.scripts, many.scripts),
  };
}

async function counted(redis, contestant, scenario, jobs) {
  let counts;
  await scenario(contestant, jobs, async (run) => {
    const watch = await watchSent(redis, contestant.namespace);
    const before = await stats(redis);
    await run();
    const after = await stats(redis);
    counts = {
      sent: await watch.stop(),
      run: after.run - before.run,
      scripts: after.scripts - before.scripts,
    };
  });
  await deleteJobs(redis, contestant.namespace);
  return counts;
}

/** Counts what clients send, until `stop()`. Only MONITOR tells that from what a script runs. */
export async function watchSent(redis, namespace) {
  const monitor = await redis.monitor();
  let sent = 0;
  const end = `end-of-count-${Math.random()}`;
  const ended = new Promise((resolve) => {
    monitor.on('monitor', (_time, args, source) => {
      if (args[1] === end) resolve();
      else if (source !== 'lua' && args.some((arg) => arg.includes(`${namespace}:`))) sent += 1;
    });
  });
  const stop = async () => {
    await redis.echo(end);
    await ended;
    monitor.disconnect();
    return sent;
  };
  return { stop };
}

async function stats(redis) {
  const info = await redis.info('commandstats');
  const calls = [...info.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)].map(([, name, count]) => [
    name,
    Number(count),
  ]);
  const scripts = calls.filter(([name]) => name === 'evalsha' || name === 'eval');
  return { run: sum(calls), scripts: sum(scripts) };
}

function sum(calls) {
  return calls.reduce((total, [, count]) => total + count, 0);
}
