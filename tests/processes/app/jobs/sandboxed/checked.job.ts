import { Job, Sandboxed } from '@drover/core';
import { z } from 'zod';
import { noteRun } from '../../../../support/journal';

/** Its arguments are checked in the thread. */
@Sandboxed()
export class CheckedJob extends Job {
  static override readonly args = z.object({
    pages: z.number(),
    format: z.string().default('pdf'),
  });

  async perform({ pages, format }: { pages: number; format?: string }): Promise<string> {
    noteRun(this, { pages, format });
    return `${pages} pages of ${format}`;
  }
}
