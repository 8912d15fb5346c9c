import type { Redis } from 'ioredis';
import type { RedisClient } from './redis-source';

/** The part of ioredis' Command that is written and read here. */
interface WireCommand {
  name: string;
  args: (string | Buffer)[];
  toWritable(socket: object): string | Buffer;
}

type Send = (command: WireCommand, ...rest: unknown[]) => unknown;

/**
 * ioredis puts a command with a binary argument, as all scripts of BullMQ have one, together from
 * some eighty pieces: a tenth of what Node does for a job. Here these are three. The first such
 * command is written both ways: should an ioredis write it otherwise, all are left to it.
 */
export function joinPieces(client: RedisClient): void {
  if (client.isCluster) return;
  const send = client.sendCommand.bind(client) as Send;
  let agreed: boolean | undefined;

  /** In place of the command's own, which also chooses between EVAL and EVALSHA by the first argument. */
  function toWritable(this: WireCommand, socket: object): string | Buffer {
    const kind = Object.getPrototypeOf(this) as WireCommand;
    if (agreed) {
      choose(this, () => kind.toWritable.call(this, socket));
      return wireForm(this);
    }
    const written = kind.toWritable.call(this, socket);
    agreed = Buffer.isBuffer(written) && written.equals(wireForm(this));
    return written;
  }

  const sendJoined: Send = (command, ...rest) => {
    if (agreed !== false && command.args.some(isBinary)) command.toWritable = toWritable;
    return send(command, ...rest);
  };
  client.sendCommand = sendJoined as unknown as Redis['sendCommand'];
}

/** The command as it goes over the wire. */
export function wireForm({ name, args }: Pick<WireCommand, 'name' | 'args'>): Buffer {
  const pieces: Buffer[] = [];
  let text = `*${args.length + 1}\r\n$${Buffer.byteLength(name)}\r\n${name}\r\n`;
  for (const arg of args) {
    if (typeof arg === 'string') {
      text += `$${Buffer.byteLength(arg)}\r\n${arg}\r\n`;
    } else {
      pieces.push(Buffer.from(`${text}$${arg.length}\r\n`), arg);
      text = '\r\n';
    }
  }
  pieces.push(Buffer.from(text));
  return Buffer.concat(pieces);
}

function choose(command: WireCommand, write: () => unknown): void {
  const { args } = command;
  command.args = args.slice(0, 1);
  write();
  args[0] = command.args[0] ?? '';
  command.args = args;
}

function isBinary(arg: unknown): boolean {
  return typeof arg !== 'string';
}
