import { Records } from './records';

export interface Account {
  readonly id: number;
  readonly name: string;
}

export interface User {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  /** Whether this user may change what the board shows. */
  readonly admin?: boolean;
}

export const accounts = new Records<Account>('Account');
export const users = new Records<User>('User');
