import type { RunningJobInfo, RunningMirror } from '../running-jobs';

/** Jobs a board has room for; those beyond are not named. */
const PLACES = 64;
const TEXT_BYTES = 384;
/** Before the places: the heartbeat of the event loop. */
const HEADER_BYTES = 8;
const SINCE_BYTES = PLACES * 8;
const LENGTH_BYTES = PLACES * 4;
const NO_PLACE = -1;

/**
 * What runs, in memory that another thread can read while this one does not turn. Writing takes well
 * below a microsecond.
 */
export class RunningBoard implements RunningMirror {
  readonly memory: SharedArrayBuffer;
  /** Its one number changes with every turn of the event loop that is looked at. */
  readonly heartbeat: Int32Array;
  readonly #since: Float64Array;
  readonly #lengths: Int32Array;
  readonly #texts: readonly Uint8Array[];
  readonly #encoder = new TextEncoder();
  readonly #free: number[];

  constructor(
    memory = new SharedArrayBuffer(HEADER_BYTES + SINCE_BYTES + LENGTH_BYTES + PLACES * TEXT_BYTES),
  ) {
    this.memory = memory;
    this.heartbeat = new Int32Array(memory, 0, 1);
    this.#since = new Float64Array(memory, HEADER_BYTES, PLACES);
    this.#lengths = new Int32Array(memory, HEADER_BYTES + SINCE_BYTES, PLACES);
    const texts = HEADER_BYTES + SINCE_BYTES + LENGTH_BYTES;
    const places = Array.from({ length: PLACES }, (_, place) => place);
    this.#texts = places.map(
      (place) => new Uint8Array(memory, texts + place * TEXT_BYTES, TEXT_BYTES),
    );
    this.#free = places.toReversed();
  }

  put({ id, name, queue, since }: RunningJobInfo): number {
    const place = this.#free.pop() ?? NO_PLACE;
    const text = this.#texts[place];
    if (!text) return NO_PLACE;
    const { written } = this.#encoder.encodeInto(`${id}\n${queue}\n${name}`, text);
    this.#since[place] = since;
    Atomics.store(this.#lengths, place, written);
    return place;
  }

  clear(place: number): void {
    if (place === NO_PLACE) return;
    Atomics.store(this.#lengths, place, 0);
    this.#free.push(place);
  }

  /** The longest-running first. */
  list(): readonly RunningJobInfo[] {
    const jobs = this.#texts.flatMap((text, place) => {
      const length = Atomics.load(this.#lengths, place);
      // A text over shared memory must be copied before it is decoded.
      const line = Buffer.from(text.slice(0, length)).toString('utf8');
      const [id = '', queue = '', name = ''] = line.split('\n');
      return length === 0 ? [] : [{ id, name, queue, since: this.#since[place] ?? 0 }];
    });
    return jobs.toSorted((a, b) => a.since - b.since);
  }
}
