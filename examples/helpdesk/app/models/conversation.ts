import { Records } from './records';

export interface Conversation {
  readonly id: number;
  readonly accountId: number;
  readonly contactId: number;
  readonly status: 'open' | 'snoozed' | 'resolved';
  readonly resolvedBy?: string;
  readonly reopened?: boolean;
}

export const conversations = new Records<Conversation>('Conversation');
