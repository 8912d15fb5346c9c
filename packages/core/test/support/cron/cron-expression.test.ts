import { parseCron } from '../../../src/support/cron/cron-expression';

const fieldsOf = (text: string, zone?: string) => {
  const parsed = parseCron(text, zone);
  if ('cron' in parsed) return `${parsed.cron.fields} | ${parsed.cron.zone}`;
  const { expected, got, advice } = parsed.problem;
  return `expected ${expected}, got ${got}. ${advice}`;
};

test.each([
  ['30 22 * * *', '30 22 * * * | UTC'],
  ['*/10 * * * * *', '*/10 * * * * * | UTC'],
  ['@daily', '0 0 * * * | UTC'],
  ['@hourly Europe/Berlin', '0 * * * * | Europe/Berlin'],
  ['0 9 * * * Europe/Berlin', '0 9 * * * | Europe/Berlin'],
  ['0 0 9 * * * America/New_York', '0 0 9 * * * | America/New_York'],
  ['0 9 * * * UTC', '0 9 * * * | UTC'],
  ['0 9 * * MON', '0 9 * * MON | UTC'],
  ['0 9 * JAN *', '0 9 * JAN * | UTC'],
  ['0 0 L * *', '0 0 L * * | UTC'],
  ['0 0 * * 5#3', '0 0 * * 5#3 | UTC'],
  ['0 0 ? * MON', '0 0 ? * MON | UTC'],
])('%s is read as %s', (text, expected) => {
  expect(fieldsOf(text)).toBe(expected);
});

test.each([
  ['every second', '* * * * * *'],
  ['every minute', '* * * * *'],
  ['every 5 minutes', '*/5 * * * *'],
  ['every five minutes', '*/5 * * * *'],
  ['Every 15 seconds', '*/15 * * * * *'],
  ['every hour', '0 * * * *'],
  ['every 2 hours', '0 */2 * * *'],
  ['every day', '0 0 * * *'],
  ['every day at 5pm', '0 17 * * *'],
  ['every day at 12am', '0 0 * * *'],
  ['every day at noon', '0 12 * * *'],
  ['every day at 9:30 and 17:30', '30 9,17 * * *'],
  ['every 3 days at 04:15', '15 4 */3 * *'],
  ['every Monday at 01:11', '11 1 * * 1'],
  ['every monday and thursday at 9am', '0 9 * * 1,4'],
  ['every mon, wed and fri', '0 0 * * 1,3,5'],
  ['every Monday to Friday at 18:00', '0 18 * * 1-5'],
  ['every weekday at 8:05', '5 8 * * 1-5'],
  ['every weekend at noon', '0 12 * * 6,0'],
  ['every week', '0 0 * * 0'],
  ['every month', '0 0 1 * *'],
  ['every month on the 15th at 6am', '0 6 15 * *'],
  ['every 1st of the month at 00:30', '30 0 1 * *'],
  ['every year', '0 0 1 1 *'],
])('%s is %s', (text, expected) => {
  expect(fieldsOf(text)).toBe(`${expected} | UTC`);
});

test('natural language takes a time zone too', () => {
  expect(fieldsOf('every day at 9am in Europe/Berlin')).toBe('0 9 * * * | Europe/Berlin');
  expect(fieldsOf('every day at 9am America/New_York')).toBe('0 9 * * * | America/New_York');
});

test('a zone may stand beside the text, but not another one', () => {
  expect(fieldsOf('0 9 * * *', 'Asia/Tokyo')).toBe('0 9 * * * | Asia/Tokyo');
  expect(fieldsOf('0 9 * * * Asia/Tokyo', 'Asia/Tokyo')).toBe('0 9 * * * | Asia/Tokyo');
  expect(fieldsOf('0 9 * * * Asia/Tokyo', 'Europe/Berlin')).toBe(
    "expected one time zone, got 0 9 * * * Asia/Tokyo. Beside the text stands 'Europe/Berlin'.",
  );
});

test.each([
  ['* * *', 'It has 3 fields'],
  ['* * * * * * *', 'It has 7 fields'],
  ['60 * * * *', 'Constraint error'],
  ['0 0 31 2 *', 'Invalid explicit day of month'],
  ['5-1 * * * *', 'Invalid range'],
  ['H * * * *', "'H' means something else in every process"],
  ['@reboot', ''],
  ['rubbish', ''],
  ['', ''],
  ['0 9 * * * Europe/Atlantis', "a time zone such as 'Europe/Berlin', got Europe/Atlantis"],
])('%s is refused: %s', (text, problem) => {
  expect(fieldsOf(text)).toMatch(/^expected /);
  expect(fieldsOf(text)).toContain(problem);
});

test.each([
  ['every other Tuesday', "The nearest cron is '0 0 * * 2'"],
  ['every second monday at 9am', "The nearest cron is '0 9 * * 1'"],
  ['each day at 17:00', "The nearest cron is '0 17 * * *'"],
  ['every 90 minutes', 'five or six fields'],
])(
  'natural language beyond the common forms is refused with the nearest cron: %s',
  (text, part) => {
    expect(fieldsOf(text)).toContain(part);
  },
);
