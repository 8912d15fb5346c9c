import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { InvalidOptionsError } from '../../options/invalid-options-error';
import { parseConfigFile, type ConfigContext, type ConfigFile } from './parse-config-file';

const USUAL_FILES = ['config/queues.yml', 'config/sidekiq.yml'];

/**
 * Reads the named file, else the first of the usual ones; undefined when there is none.
 *
 * @throws InvalidConfigFileError
 * @throws InvalidOptionsError when the named file is not there
 */
export async function loadConfigFile(
  named: string | undefined,
  context: ConfigContext,
): Promise<ConfigFile | undefined> {
  if (named !== undefined && !existsSync(named))
    throw new InvalidOptionsError('The configuration file', 'a file that exists', named);
  const file = named ?? USUAL_FILES.find((usual) => existsSync(usual));
  return file === undefined
    ? undefined
    : parseConfigFile(file, await readFile(file, 'utf8'), context);
}
