import { run } from '../../src/cli/run';

/** What a command line did, run in this process. */
export async function typed(
  ...argv: string[]
): Promise<{ code: number; out: string; err: string }> {
  return typedOn({}, ...argv);
}

/** The same on a terminal with these properties. */
export async function typedOn(
  properties: { readonly isTTY?: boolean },
  ...argv: string[]
): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const code = await run(argv, {
    stdout: { ...properties, write: (text: string) => (written.out += text) },
    stderr: { write: (text: string) => (written.err += text) },
    on: () => undefined,
  });
  return { code, ...written };
}
