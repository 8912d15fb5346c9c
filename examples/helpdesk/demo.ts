import { parseArgs } from 'node:util';

// Set before anything is loaded: job classes and drover.config.ts read them as they load.
process.env['HELPDESK_SPEED'] ??= '100';
process.env['HELPDESK_NAMESPACE'] ??= process.env['REDIS_URL'] ? `demo-${process.pid}` : 'demo';
process.env['LOG_LEVEL'] ??= 'silent';
const { runDemo }: typeof import('./demo/run-demo') = require('./demo/run-demo');

const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });

void main();

async function main(): Promise<void> {
  try {
    process.exitCode = await runDemo(values);
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
}
