import { actionOf } from '../src/access/action';

test.each([
  ['/api/queues/pause', {}, { action: 'pause all queues' }],
  ['/api/queues/mails/pause', {}, { action: 'pause queue', queue: 'mails' }],
  [
    '/api/queues/mails/add',
    { name: 'MailJob', data: [] },
    { action: 'add job', queue: 'mails', name: 'MailJob' },
  ],
  ['/processes/stop', { id: 'web-1:4:a' }, { action: 'processes stop', name: 'web-1:4:a' }],
  ['/api/queues/mails/retry/failed', {}, { action: 'retry all failed', queue: 'mails' }],
  ['/api/queues/mails/a-1/retry', {}, { action: 'retry job', queue: 'mails', jobIds: ['a-1'] }],
  ['/api/queues/a%2Fb/x%20y/clean?q=1', {}, { action: 'clean job', queue: 'a/b', jobIds: ['x y'] }],
  ['/api/queues/mails/rate-limit/release', {}, { action: 'rate-limit release', queue: 'mails' }],
  ['/schedule/run', { name: 'daily' }, { action: 'schedule run', name: 'daily' }],
  ['/locks/release', { key: 'inbox' }, { action: 'locks release', name: 'inbox' }],
  [
    '/search',
    { action: 'retry', job: ['mails/a', 'mails/b'] },
    { action: 'search retry', jobIds: ['a', 'b'] },
  ],
  ['/%E0%A4%A', {}, { action: '%E0%A4%A' }],
])('a change at %s with %j is told as %j', (path, body, expected) => {
  expect(actionOf({ originalUrl: `/jobs${path}`, baseUrl: '/jobs', body })).toEqual(expected);
});
