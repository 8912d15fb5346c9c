import { Job } from '@drover/core';

/** What all jobs of the helpdesk share. */
export abstract class ApplicationJob extends Job {}
