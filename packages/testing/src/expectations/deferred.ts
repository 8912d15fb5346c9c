/** A chain whose links wait for what comes before, so that the whole of it is awaited once. */
export type Deferred<T> = Promise<T> & {
  readonly [Key in Exclude<keyof T, keyof Promise<unknown>>]: T[Key] extends (
    ...args: infer Args
  ) => infer Result
    ? (...args: Args) => Deferred<Awaited<Result>>
    : Deferred<T[Key]>;
};

const OF_PROMISES = new Set<PropertyKey>(['then', 'catch', 'finally']);

/** The promise, with the members of what it resolves to. */
export function deferred<T>(promise: Promise<T>): Deferred<T> {
  return member(promise, undefined) as Deferred<T>;
}

/** A member of `owner`, if there is one: it may be called as its method. */
function member(promise: Promise<unknown>, owner: Promise<unknown> | undefined): unknown {
  return new Proxy(() => {}, {
    get: (_, key) => {
      const own: unknown = Reflect.get(promise, key);
      if (OF_PROMISES.has(key)) return (own as () => unknown).bind(promise);
      if (typeof key === 'symbol') return own;
      return member(
        promise.then((value) => (value as Record<PropertyKey, unknown>)[key]),
        promise,
      );
    },
    apply: (_, __, args: unknown[]) => {
      const called = Promise.all([promise, owner]).then(([method, self]) =>
        Reflect.apply(method as () => unknown, self, args),
      );
      return member(called, undefined);
    },
  });
}
