import { Records } from './records';

export interface Contact {
  readonly id: number;
  readonly accountId: number;
  readonly name: string;
  readonly email: string;
  readonly label?: string;
}

export type ContactAttributes = Partial<Pick<Contact, 'name' | 'label'>>;

export const contacts = new Records<Contact>('Contact');
