import { createRequire } from 'node:module';

/** The built core, and the copies of BullMQ and ioredis that it uses itself. */
export const core = new URL('../../packages/core/', import.meta.url);

const require = createRequire(new URL('package.json', core));

export const drover = require('./dist/index.js');
export const { Queue, Worker } = require('bullmq');
export const { Redis } = require('ioredis');

export const versions = {
  '@drover/core': require('./package.json').version,
  bullmq: require('bullmq/package.json').version,
  ioredis: require('ioredis/package.json').version,
};
