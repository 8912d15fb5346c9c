import { openTracing } from '../../src/telemetry/open-tracing';

test('tracing that is asked for and not installed says which package to install', () => {
  jest.doMock('@opentelemetry/api', () => {
    throw Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' });
  });
  expect(() => openTracing(true, 'redis')).toThrow(/npm install @opentelemetry\/api/);
});

test('nothing is loaded where no tracer is registered', () => {
  expect(openTracing(undefined, 'redis')).toBeUndefined();
  expect(openTracing(false, 'redis')).toBeUndefined();
});
