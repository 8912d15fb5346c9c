import { EventEmitter } from 'node:events';
import { ParentLink } from '../../../src/worker/supervisor/parent-link';

function stage() {
  const told: unknown[] = [];
  const source = Object.assign(new EventEmitter(), {
    connected: true,
    send: (message: unknown) => told.push(message),
  });
  const link = new ParentLink(source);
  const passOn = (signal: string) => source.emit('message', { kind: 'signal', signal });
  return { source, link, passOn, told };
}

test('a signal that comes by itself and is passed on as well is one signal', () => {
  const { source, link, passOn } = stage();
  const heard = jest.fn();
  link.on('SIGTERM', heard);
  source.emit('SIGTERM');
  passOn('SIGTERM');
  expect(heard).toHaveBeenCalledTimes(1);
});

test('a second one on either way is a second signal', () => {
  for (const way of ['direct', 'passed on'] as const) {
    const { source, link, passOn } = stage();
    const heard = jest.fn();
    link.on('SIGINT', heard);
    source.emit('SIGINT');
    passOn('SIGINT');
    if (way === 'direct') source.emit('SIGINT');
    else passOn('SIGINT');
    expect(heard).toHaveBeenCalledTimes(2);
  }
});

test('a signal that was passed on before anybody listened is kept', () => {
  const { link, passOn } = stage();
  passOn('SIGTSTP');
  const heard = jest.fn();
  link.on('SIGTSTP', heard);
  expect(heard).toHaveBeenCalledTimes(1);
});

test('without its supervisor a child stops, and is not louder for it', () => {
  const { source, link, passOn } = stage();
  const heard = jest.fn();
  link.on('SIGTERM', heard);
  source.emit('disconnect');
  expect(heard).toHaveBeenCalledTimes(1);

  const other = stage();
  const heardOnce = jest.fn();
  other.link.on('SIGTERM', heardOnce);
  other.passOn('SIGTERM');
  other.source.emit('disconnect');
  expect(heardOnce).toHaveBeenCalledTimes(1);
  expect(passOn).toBeDefined();
});

test('it tells that it works, and how it is when it is asked', async () => {
  const { source, link, told } = stage();
  const state = { rss: 1, readiness: { ready: true } };
  link.works(25_000, async () => state);
  source.emit('message', { kind: 'look', id: 7 });
  await new Promise(setImmediate);
  expect(told).toEqual([
    { kind: 'ready', timeout: 25_000 },
    { kind: 'state', id: 7, state },
  ]);
});
