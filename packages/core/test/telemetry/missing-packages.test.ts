import { EventBus } from '../../src/events/event-bus';
import { openTelemetry } from '../../src/telemetry/open-telemetry';
import { loadProm } from '../../src/telemetry/prometheus/load-prom';

const parts = { adapter: { name: 'redis' }, events: new EventBus(() => {}) };

test('what is asked for and not installed says which package to install', () => {
  const absent = () => {
    throw Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' });
  };
  jest.doMock('@opentelemetry/api', absent);
  jest.doMock('prom-client', absent);
  expect(loadProm).toThrow(/npm install prom-client/);
  expect(() => openTelemetry(true, parts)).toThrow(/npm install @opentelemetry\/api/);
});

test('nothing is loaded where no tracer is registered', () => {
  expect(openTelemetry(undefined, parts)).toBeUndefined();
  expect(openTelemetry(false, parts)).toBeUndefined();
});
