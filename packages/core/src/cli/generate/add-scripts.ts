import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FileFate } from './new-file';

const NAME = 'package.json';

/** Puts scripts into package.json, beside those it has: one of the same name is left as it is. */
export function addScripts(
  scripts: Readonly<Record<string, string>>,
  { folder, dryRun }: { readonly folder: string; readonly dryRun: boolean },
): FileFate {
  const file = path.join(folder, NAME);
  const text = readFileSync(file, 'utf8');
  const before = JSON.parse(text) as { scripts?: Record<string, string> };
  const after = { ...before, scripts: { ...before.scripts, ...scripts, ...before.scripts } };
  if (Object.keys(scripts).every((name) => before.scripts?.[name] !== undefined))
    return { path: NAME, action: 'keep' };
  const indent = /^[ \t]+(?=")/m.exec(text)?.[0] ?? 2;
  const end = text.endsWith('\n') ? '\n' : '';
  if (!dryRun) writeFileSync(file, `${JSON.stringify(after, null, indent)}${end}`);
  return { path: NAME, action: 'change' };
}
