import { NotFound } from '../not-found';

/** A table in memory: as much of an ORM as the jobs of an example need. */
export class Records<T extends { readonly id: number }> {
  readonly #rows = new Map<number, T>();
  readonly #name: string;
  #lastId = 0;

  constructor(name: string) {
    this.#name = name;
  }

  create(attributes: Omit<T, 'id'>): T {
    this.#lastId += 1;
    const row = { ...attributes, id: this.#lastId } as T;
    this.#rows.set(row.id, row);
    return row;
  }

  /** @throws NotFound */
  find(id: number): T {
    const row = this.findBy(id);
    if (row) return row;
    throw new NotFound(`Couldn't find ${this.#name} with id ${id}`);
  }

  findBy(id: number | undefined): T | undefined {
    return id === undefined ? undefined : this.#rows.get(id);
  }

  all(): T[] {
    return [...this.#rows.values()];
  }

  where(matches: (row: T) => boolean): T[] {
    return this.all().filter(matches);
  }

  count(matches: (row: T) => boolean): number {
    return this.where(matches).length;
  }

  exists(matches: (row: T) => boolean): boolean {
    return this.all().some(matches);
  }

  update(id: number, changes: Partial<Omit<T, 'id'>>): T {
    const row = { ...this.find(id), ...changes };
    this.#rows.set(id, row);
    return row;
  }

  delete(id: number): void {
    this.#rows.delete(id);
  }

  /** The rows in groups, so that a large set is never held at once. */
  *inBatches(size: number, matches: (row: T) => boolean): Generator<T[]> {
    const rows = this.where(matches);
    for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size);
  }
}
