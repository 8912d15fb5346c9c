import { freePort } from '../../../../../tests/support/free-port';
import { HealthServer } from '../../../src/worker/health/health-server';
import type { MetricsPage } from '../../../src/worker/health/metrics-page';

let server: HealthServer;
let port: number;
let metrics: () => Promise<MetricsPage | undefined>;

beforeAll(async () => {
  port = await freePort();
  server = await HealthServer.start({
    port,
    host: '127.0.0.1',
    look: async () => ({ ready: true }),
    metrics: () => metrics(),
  });
});

afterAll(() => server.close());

const scrape = async () => {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  return { status: response.status, text: await response.text() };
};

test('/metrics shows the page there is', async () => {
  metrics = async () => ({ contentType: 'text/plain; version=0.0.4', text: 'up 1' });
  expect(await scrape()).toEqual({ status: 200, text: 'up 1' });
});

test('/metrics says what is missing where nothing is collected', async () => {
  metrics = async () => undefined;
  expect(await scrape()).toEqual({
    status: 404,
    text: expect.stringContaining('npm install prom-client') as string,
  });
});

test('/metrics fails where the store does not answer: queues must not look empty', async () => {
  metrics = async () => Promise.reject(new Error('away'));
  expect(await scrape()).toEqual({ status: 503, text: '{"error":"away"}\n' });
});
