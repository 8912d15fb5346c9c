import { DiscardOn, Job, RecordNotFoundError } from '@drover/core';

@DiscardOn(RecordNotFoundError)
export abstract class ApplicationJob extends Job {}
