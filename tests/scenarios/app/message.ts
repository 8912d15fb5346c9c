import { RecordNotFoundError, type Serializer } from '@drover/core';
import { read, remove, write } from '../../support/database';

/** A record: it travels by reference. */
export class Message {
  constructor(
    readonly id: number,
    readonly content: string,
  ) {}

  static create(id: number, content: string): Message {
    write(`message ${id}`, content);
    return new Message(id, content);
  }

  static find(id: number): Message {
    const content = read(`message ${id}`);
    if (typeof content !== 'string') throw new RecordNotFoundError(`There is no message ${id}`);
    return new Message(id, content);
  }

  update(content: string): void {
    write(`message ${this.id}`, content);
  }

  destroy(): void {
    remove(`message ${this.id}`);
  }
}

export const messageSerializer: Serializer<Message, number> = {
  name: 'Message',
  matches: (value) => value instanceof Message,
  serialize: ({ id }) => id,
  deserialize: (id) => Message.find(id),
};
