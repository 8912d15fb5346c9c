export const connection = { url: process.env['REDIS_URL'] ?? '', maxRetriesPerRequest: null };

/** A worker that was killed is found out sooner than after the usual 30 seconds. */
export const working = { connection, concurrency: 10, lockDuration: 4000, stalledInterval: 1000 };
