import type { Extension } from '@electric-sql/pglite';

interface EmscriptenOptions {
  instantiateWasm: (imports: WasmImports, done: unknown) => unknown;
}

interface WasmImports {
  readonly env: Record<string, unknown>;
}

/**
 * Takes the interval timer away from PostgreSQL, which sets one after most queries, to write its
 * statistics ten seconds later: PGlite makes a `setTimeout` of it that keeps the process alive.
 * Nothing here needs it: statistics are written with a later query, and one session waits for no lock.
 */
export const withoutTimers: Extension = {
  name: 'without timers',
  async setup(_database, { ...options }: EmscriptenOptions) {
    const { instantiateWasm } = options;
    options.instantiateWasm = (imports, done) => {
      imports.env['_setitimer_js'] = () => 0;
      return instantiateWasm(imports, done);
    };
    return { emscriptenOpts: options };
  },
};
