import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The version of an installed package, or undefined when it cannot be told (in a bundle). */
export function installedVersion(packageName: string): string | undefined {
  try {
    return versionAbove(dirname(require.resolve(packageName)), packageName);
  } catch {
    return undefined;
  }
}

/** The package's own package.json may be hidden by its `exports`: climb to it. */
function versionAbove(directory: string, packageName: string): string | undefined {
  const manifest = readManifest(directory);
  if (manifest?.name === packageName) return manifest.version;
  const parent = dirname(directory);
  return parent === directory ? undefined : versionAbove(parent, packageName);
}

function readManifest(directory: string): { name?: string; version?: string } | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
      name?: string;
      version?: string;
    };
  } catch {
    return undefined;
  }
}
