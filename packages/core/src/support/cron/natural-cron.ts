/** Five or six fields of cron for a text such as 'every Monday at 01:11'; undefined for any other. */
export function naturalCron(text: string): string | undefined {
  const words = text.toLowerCase().trim().replaceAll(/\s+/g, ' ');
  if (!words.startsWith('every ')) return undefined;
  const [rhythm = '', ...times] = words.slice('every '.length).split(' at ');
  const at = times.length === 0 ? MIDNIGHT : readTimes(times.join(' at '));
  if (!at) return undefined;
  const isTimed = times.length > 0;
  return (
    stepped(rhythm, isTimed ? at : undefined) ?? dayOfMonth(rhythm, at) ?? weekdays(rhythm, at)
  );
}

/**
 * The text with every word left out that this grammar does not know: what its author may have
 * meant by 'every other Tuesday'. Undefined when nothing is left to go by.
 */
export function nearestNaturalCron(text: string): string | undefined {
  const words = text.toLowerCase().split(/[\s,]+/);
  const names = words.some((word) => WEEKDAY.test(word));
  const known = words.filter(
    (word) => WEEKDAY.test(word) || (KNOWN_WORD.test(word) && !(names && UNIT.test(word))),
  );
  for (let length = known.length; length > 0; length -= 1) {
    const cron = naturalCron(`every ${known.slice(0, length).join(' ')}`);
    if (cron) return cron;
  }
  return undefined;
}

interface TimeOfDay {
  readonly minute: number;
  /** Comma-separated. */
  readonly hours: string;
}

const MIDNIGHT: TimeOfDay = { minute: 0, hours: '0' };

const NUMBERS = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const WEEKDAY = /^(?:sun|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?)(?:days?)?$/;
const UNIT = /^(?:second|minute|hour|day|week|month|year)s?$/;
const KNOWN_WORD =
  /^(?:\d+(?:st|nd|rd|th)?|\d+(?::\d\d)?(?:am|pm)?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|weekdays?|weekends?|at|on|of|the|and|to|noon|midnight)$/;

/** `5 minutes`, `hour`, `3 days`, `week`. */
function stepped(rhythm: string, at: TimeOfDay | undefined): string | undefined {
  const [, amount, unit = ''] =
    /^(?:(\w+) )?(second|minute|hour|day|week|month|year)s?$/.exec(rhythm) ?? [];
  const step = amount === undefined ? 1 : numberOf(amount);
  const limit = LIMITS[unit];
  if (step === undefined || limit === undefined || step < 1 || step > limit) return undefined;
  const every = step === 1 ? '*' : `*/${step}`;
  const { minute, hours } = at ?? MIDNIGHT;
  switch (unit) {
    case 'second':
      return at ? undefined : `${every} * * * * *`;
    case 'minute':
      return at ? undefined : `${every} * * * *`;
    case 'hour':
      return at ? undefined : `0 ${every} * * *`;
    case 'day':
      return `${minute} ${hours} ${every} * *`;
    case 'week':
      return `${minute} ${hours} * * 0`;
    case 'month':
      return `${minute} ${hours} 1 ${every} *`;
    default:
      return `${minute} ${hours} 1 1 *`;
  }
}

/** The largest step that cron can say. */
const LIMITS: Readonly<Record<string, number>> = {
  second: 59,
  minute: 59,
  hour: 23,
  day: 31,
  week: 1,
  month: 12,
  year: 1,
};

/** `month on the 15th`, `15th of the month`. */
function dayOfMonth(rhythm: string, { minute, hours }: TimeOfDay): string | undefined {
  const [, after, before] =
    /^month on (?:the |day )?(\d+)(?:st|nd|rd|th)?$|^(\d+)(?:st|nd|rd|th)(?: day)? of (?:the |each |every )?month$/.exec(
      rhythm,
    ) ?? [];
  const day = Number(after ?? before);
  return day >= 1 && day <= 31 ? `${minute} ${hours} ${day} * *` : undefined;
}

/** `monday`, `mon and thu`, `monday to friday`, `weekday`, `weekend`. */
function weekdays(rhythm: string, { minute, hours }: TimeOfDay): string | undefined {
  const list = rhythm
    .replaceAll(/\bweekdays?\b/g, 'mon-fri')
    .replaceAll(/\bweekends?\b/g, 'sat,sun')
    .replaceAll(/ (?:to|through) | ?- ?/g, '-')
    .split(/, ?(?:and )?| and /);
  const fields = list.map((each) => each.split('-').map(weekdayOf));
  if (fields.some((range) => range.length > 2 || range.includes(undefined))) return undefined;
  return `${minute} ${hours} * * ${fields.map((range) => range.join('-')).join(',')}`;
}

function weekdayOf(word: string): number | undefined {
  return WEEKDAY.test(word) ? DAYS.indexOf(word.slice(0, 3)) : undefined;
}

/** Several hours may share a line of cron; several minutes of different hours may not. */
function readTimes(text: string): TimeOfDay | undefined {
  const times = text.split(/, ?(?:and )?| and /).map(readTime);
  const [first] = times;
  if (!first || times.some((time) => time?.minute !== first.minute)) return undefined;
  return { minute: first.minute, hours: times.map((time) => time?.hour).join(',') };
}

/** `17:30`, `5pm`, `5:30 am`, `noon`. */
function readTime(text: string): { hour: number; minute: number } | undefined {
  if (text === 'noon') return { hour: 12, minute: 0 };
  if (text === 'midnight') return { hour: 0, minute: 0 };
  const [, hours, minutes, half] = /^(\d{1,2})(?::(\d\d))? ?(am|pm)?$/.exec(text) ?? [];
  if (hours === undefined || (minutes === undefined && half === undefined)) return undefined;
  const minute = Number(minutes ?? 0);
  if (half !== undefined && (Number(hours) < 1 || Number(hours) > 12)) return undefined;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half === 'pm' ? 12 : 0);
  return hour <= 23 && minute <= 59 ? { hour, minute } : undefined;
}

function numberOf(word: string): number | undefined {
  if (/^\d+$/.test(word)) return Number(word);
  const index = NUMBERS.indexOf(word);
  return index < 0 ? TENS[word] : index + 1;
}

const TENS: Readonly<Record<string, number>> = { fifteen: 15, twenty: 20, thirty: 30 };
