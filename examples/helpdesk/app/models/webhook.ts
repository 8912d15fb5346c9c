import { Records } from './records';

export interface Webhook {
  readonly id: number;
  readonly accountId: number;
  readonly url: string;
  readonly enabled: boolean;
  readonly delivered: number;
}

export interface WebhookPayload {
  readonly event: string;
  readonly conversationId?: number;
}

export const webhooks = new Records<Webhook>('Webhook');
