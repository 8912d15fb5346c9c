import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { InvalidOptionsError } from '../../options/invalid-options-error';
import {
  parseScheduleFile,
  type ScheduleFile,
  type ScheduleFileContext,
} from './parse-schedule-file';

const USUAL_FILES = ['config/schedule.yml', 'config/schedule.yaml'];

/**
 * Reads the named file, else the first of the usual ones; undefined when there is none.
 *
 * @throws InvalidConfigFileError
 * @throws InvalidOptionsError when the named file is not there
 */
export async function loadScheduleFile(
  named: string | undefined,
  context: ScheduleFileContext,
): Promise<ScheduleFile | undefined> {
  if (named !== undefined && !existsSync(named))
    throw new InvalidOptionsError('The schedule file', 'a file that exists', named);
  const file = named ?? USUAL_FILES.find((usual) => existsSync(usual));
  return file === undefined
    ? undefined
    : parseScheduleFile(file, await readFile(file, 'utf8'), context);
}
