import { Records } from './records';

export interface Integration {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly synced: boolean;
}

export const integrations = new Records<Integration>('Integration');
