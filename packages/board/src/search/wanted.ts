/** States a job can be searched in, as BullMQ names them. */
export const STATES = [
  'failed',
  'delayed',
  'waiting',
  'prioritized',
  'waiting-children',
  'active',
  'completed',
] as const;

export type State = (typeof STATES)[number];

/** Which jobs are looked for. What is absent does not matter. */
export interface Wanted {
  /** A part of the name of the class. */
  readonly name?: string;
  /** A part of the arguments, as they are shown. */
  readonly argument?: string;
  readonly error?: string;
  readonly queue?: string;
  readonly state?: State;
  /** When it was enqueued, in milliseconds since the epoch. */
  readonly from?: number;
  readonly to?: number;
}

/** A place between two jobs, from which a search can go on. */
export interface Place {
  readonly queue: string;
  readonly state: State;
  readonly offset: number;
}

type Query = Readonly<Record<string, unknown>>;

export function wantedIn(query: Query): Wanted {
  const state = STATES.find((each) => each === query['state']);
  const times = { from: timeIn(query['from']), to: timeIn(query['to']) };
  const wanted = {
    ...{ name: textIn(query['name']), argument: textIn(query['argument']) },
    ...{ error: textIn(query['error']), queue: textIn(query['queue']), state, ...times },
  };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}

/** Undefined for a search from the start. */
export function placeIn(query: Query): Place | undefined {
  const [queue, state, offset] = [query['atQueue'], query['atState'], Number(query['at'])];
  const known = STATES.find((each) => each === state);
  if (typeof queue !== 'string' || !known || !Number.isSafeInteger(offset) || offset < 0)
    return undefined;
  return { queue, state: known, offset };
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** What a date field sends has no zone, and means UTC here. */
function timeIn(value: unknown): number | undefined {
  const text = textIn(value);
  const time =
    text === undefined ? NaN : Date.parse(/Z|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(time) ? undefined : time;
}
