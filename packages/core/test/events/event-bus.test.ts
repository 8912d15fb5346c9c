import { EventBus } from '../../src/events/event-bus';

const warning = { code: 'X', message: 'look out' };

test('every listener of an event is told, until it ends its subscription', () => {
  const bus = new EventBus(() => {});
  const told: string[] = [];
  const end = bus.on('storeWarning', ({ code }) => void told.push(`first ${code}`));
  bus.on('storeWarning', ({ code }) => void told.push(`second ${code}`));
  bus.emit('storeWarning', warning);
  end();
  bus.emit('storeWarning', warning);
  expect(told).toEqual(['first X', 'second X', 'second X']);
});

test("a listener's error is reported, and reaches neither the emitter nor the other listeners", () => {
  const reported: unknown[] = [];
  const bus = new EventBus((error, event) => reported.push([event, (error as Error).message]));
  const told: string[] = [];
  bus.on('storeWarning', () => {
    throw new Error('broken listener');
  });
  bus.on('storeWarning', () => void told.push('still told'));
  bus.emit('storeWarning', warning);
  expect(told).toEqual(['still told']);
  expect(reported).toEqual([['storeWarning', 'broken listener']]);
});

test('has tells whether anybody listens', () => {
  const bus = new EventBus(() => {});
  expect(bus.has('storeWarning')).toBe(false);
  const end = bus.on('storeWarning', () => {});
  expect(bus.has('storeWarning')).toBe(true);
  end();
  expect(bus.has('storeWarning')).toBe(false);
});
