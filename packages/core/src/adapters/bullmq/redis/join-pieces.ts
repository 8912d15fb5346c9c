import type { Redis } from 'ioredis';
import type { RedisClient } from './redis-source';

/** The part of ioredis' Command that is written and read here. */
interface WireCommand {
  name: string;
  args: (string | Buffer)[];
  toWritable(socket: object): string | Buffer;
}

type Written = Readonly<Pick<WireCommand, 'name' | 'args'>>;
type Send = (command: WireCommand, ...rest: unknown[]) => unknown;

/**
 * ioredis puts a command with a binary argument, as all scripts of BullMQ have one, together from
 * some eighty pieces: a tenth of what Node does for a job. Here these are three. The first such
 * command is written both ways: should an ioredis write it otherwise, all are left to it.
 */
export function joinPieces(client: RedisClient): void {
  if (client.isCluster) return;
  const send = client.sendCommand.bind(client) as Send;
  const write = wireWriter();
  let agreed: boolean | undefined;

  /** In place of the command's own, which also chooses between EVAL and EVALSHA by the first argument. */
  function toWritable(this: WireCommand, socket: object): string | Buffer {
    const kind = Object.getPrototypeOf(this) as WireCommand;
    if (agreed) {
      choose(this, () => kind.toWritable.call(this, socket));
      return write(this);
    }
    const written = kind.toWritable.call(this, socket);
    agreed = Buffer.isBuffer(written) && written.equals(write(this));
    return written;
  }

  const sendJoined: Send = (command, ...rest) => {
    if (agreed !== false && command.args.some(isBinary)) command.toWritable = toWritable;
    return send(command, ...rest);
  };
  client.sendCommand = sendJoined as unknown as Redis['sendCommand'];
}

/** The texts that a command begins with, how they are written, and where each of them ends in that. */
interface Beginning {
  readonly length: number;
  readonly texts: readonly string[];
  readonly form: Buffer;
  readonly ends: readonly number[];
}

/** Its name, and the script. */
const SAME_SCRIPT = 2;

/**
 * Gives commands as they go over the wire. Most begin as the one before, with the same script and keys
 * of the same queue: then that part is not put together again.
 */
export function wireWriter(): (command: Written) => Buffer {
  let last: Beginning | undefined;
  return (command) => {
    let same = last ? inCommon(last, command) : 0;
    if (!last || same < SAME_SCRIPT) {
      last = beginningOf(command);
      same = last.texts.length;
    }
    return wireForm(last.form.subarray(0, last.ends[same - 1]), command.args, same - 1);
  };
}

function inCommon({ length, texts }: Beginning, { name, args }: Written): number {
  if (args.length !== length || name !== texts[0]) return 0;
  let same = 1;
  while (same < texts.length && args[same - 1] === texts[same]) same += 1;
  return same;
}

function beginningOf({ name, args }: Written): Beginning {
  const binary = args.findIndex(isBinary);
  const texts = [name, ...(args.slice(0, binary < 0 ? args.length : binary) as string[])];
  let form = `*${args.length + 1}\r\n`;
  const ends = texts.map((text) => Buffer.byteLength((form += textPiece(text))));
  return { length: args.length, texts, form: Buffer.from(form), ends };
}

function wireForm(beginning: Buffer, args: Written['args'], from: number): Buffer {
  const pieces = [beginning];
  let text = '';
  for (let index = from; index < args.length; index += 1) {
    const arg = args[index] as string | Buffer;
    if (typeof arg === 'string') {
      text += textPiece(arg);
    } else {
      pieces.push(Buffer.from(`${text}$${arg.length}\r\n`), arg);
      text = '\r\n';
    }
  }
  pieces.push(Buffer.from(text));
  return Buffer.concat(pieces);
}

function textPiece(text: string): string {
  return `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
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
