import { Records } from './records';

export interface Message {
  readonly id: number;
  readonly conversationId: number;
  readonly direction: 'incoming' | 'outgoing';
  readonly body: string;
  /** The id that the channel gave it; our own messages have none. */
  readonly sourceId?: string;
}

export type MessageParams = Pick<Message, 'conversationId' | 'body'>;

export const messages = new Records<Message>('Message');
