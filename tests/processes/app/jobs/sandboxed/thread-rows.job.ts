import { Sandboxed } from '@drover/core';
import { RowsJob } from '../rows.job';

@Sandboxed()
export class ThreadRowsJob extends RowsJob {}
