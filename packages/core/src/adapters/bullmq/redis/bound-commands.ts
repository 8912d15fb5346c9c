import type { Command, Redis } from 'ioredis';
import { isTimeout } from './redis-errors';
import type { RedisClient } from './redis-source';

const DEADLINE = Symbol('drover.deadline');
/** Not sent again this close to its end: the timer may be early by the length of a loop's turn. */
const MARGIN = 50;

type BoundedCommand = Command & { [DEADLINE]?: number };
type Send = (command: BoundedCommand, ...rest: unknown[]) => unknown;

/**
 * Gives every command of a client an end: queued, sent or waiting to be sent again, it rejects
 * after `timeout` milliseconds. ioredis' own commandTimeout does the same on a single server,
 * but not on a cluster, and goes on to re-send what it has rejected: a job would run that its
 * producer was told is lost.
 */
export function boundCommands(client: RedisClient, timeout: number): void {
  const send = client.sendCommand.bind(client) as Send;
  const watch = watchForSilence(client);
  const sendBounded: Send = (command, ...rest) => {
    const now = performance.now();
    const deadline = command[DEADLINE];
    if (deadline === undefined) {
      command[DEADLINE] = now + timeout;
      command.setTimeout(timeout);
      watch(command);
    } else if (now > deadline - MARGIN) {
      return command.promise;
    }
    return send(command, ...rest);
  };
  client.sendCommand = sendBounded as Redis['sendCommand'];
}

/**
 * A peer that vanished without a word leaves a socket that looks alive for a quarter of an hour. A
 * command that runs out of time is reason to connect anew. One command at a time is watched: that
 * is enough, and costs the others nothing.
 */
function watchForSilence(client: RedisClient): (command: Command) => void {
  if (client.isCluster) return () => {};
  let watching = false;
  const heard = () => (watching = false);
  const failed = (error: unknown) => {
    watching = false;
    if (isTimeout(error) && client.status === 'ready') client.disconnect(true);
  };
  return ({ promise }) => {
    if (watching) return;
    watching = true;
    promise.then(heard, failed);
  };
}
