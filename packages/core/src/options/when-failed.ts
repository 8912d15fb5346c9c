/** What a job that fails for good means to the one that waits for it: it goes on waiting, or runs all the same. */
export type WhenFailed = (typeof WHEN_FAILED)[number];

export const WHEN_FAILED = ['wait', 'run'] as const;
