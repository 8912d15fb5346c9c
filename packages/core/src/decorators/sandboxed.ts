import { checkKeys } from '../options/check-keys';
import { InvalidOptionsError } from '../options/invalid-options-error';
import { BYTE_SIZE_FORMS, parseByteSize } from '../support/byte-size';
import { classDecorator, type JobClassDecorator } from './class-decorator';

export interface SandboxedOptions {
  /** What its thread may take, such as `'512mb'`: more fails the run. Default Node's own limit. */
  readonly memory?: string;
}

/**
 * Workers run the callbacks and `perform` of such a job in a thread of its own: for work that
 * computes for so long that nothing else in the process would get a turn.
 *
 * @throws InvalidOptionsError when the class loads
 */
export function Sandboxed(options: SandboxedOptions = {}): JobClassDecorator {
  checkKeys('@Sandboxed', options, ['memory']);
  const { memory } = options;
  const bytes = memory === undefined ? undefined : parseByteSize(memory);
  if (memory !== undefined && bytes === undefined)
    throw new InvalidOptionsError('@Sandboxed memory', BYTE_SIZE_FORMS, memory);
  return classDecorator('@Sandboxed', { kind: 'sandboxed', memory: bytes });
}
