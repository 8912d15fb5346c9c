import { openTracing } from '../../src/telemetry/open-tracing';
import { loadProm } from '../../src/telemetry/prometheus/load-prom';

test('what is asked for and not installed says which package to install', () => {
  const absent = () => {
    throw Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' });
  };
  jest.doMock('@opentelemetry/api', absent);
  jest.doMock('prom-client', absent);
  expect(loadProm).toThrow(/npm install prom-client/);
  expect(() => openTracing(true, 'redis')).toThrow(/npm install @opentelemetry\/api/);
});

test('nothing is loaded where no tracer is registered', () => {
  expect(openTracing(undefined, 'redis')).toBeUndefined();
  expect(openTracing(false, 'redis')).toBeUndefined();
});
