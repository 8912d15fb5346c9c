/** A record that travels as its id. 404 is gone; 500 cannot be looked up just now. */
export class Person {
  constructor(readonly id: number) {}

  static async find(id: number): Promise<Person | undefined> {
    if (id === 500) throw new LookupFailedError('The database does not answer');
    return id === 404 ? undefined : new Person(id);
  }
}

class LookupFailedError extends Error {}
