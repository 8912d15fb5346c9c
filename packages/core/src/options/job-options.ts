import {
  declarationsOf,
  type CronDeclaration,
  ownDeclarations,
  type Declaration,
  type DeclaringClass,
  type PriorityOption,
  type QueueOption,
} from './declarations';
import { CONTINUABLE, type ContinuableRule } from './continuable';
import type { EncryptedRule } from './encrypted-rule';
import type { ErrorPolicy, RetryPolicy } from './error-policy';
import type { ExclusiveRule } from './exclusive';
import { hooksOf, type Hook } from './hooks';
import { checkJobName, jobNameOf } from './job-name';
import type { ClassSettings } from './job-defaults';
import { InvalidOptionsError } from './invalid-options-error';
import { NO_FILTER, parameterFilter, type ParameterFilter } from './parameter-filter';
import { checkSchema, type StandardSchema } from './standard-schema';
import type { ConcurrencyRule, ThrottleRule } from './limit-rules';
import type { UniquePolicy } from './unique-policy';

/** Everything a job class declares: compiled once, frozen. */
export interface JobOptions {
  /** The wire name. */
  readonly name: string;
  readonly queue: QueueOption | undefined;
  readonly priority: PriorityOption | undefined;
  /** In the order they are searched. */
  readonly policies: readonly ErrorPolicy[];
  readonly enqueueHooks: readonly Hook[];
  readonly performHooks: readonly Hook[];
  readonly discardHooks: readonly Hook[];
  /** The most runs a rule grants, for display; undefined without rules or without a limit. */
  readonly attempts: number | undefined;
  /** Entries of the schedule; its own, never inherited, in the order of the source. */
  readonly crons: readonly CronDeclaration[];
  /** Milliseconds one run may take. */
  readonly timeout: number | undefined;
  readonly unique: UniquePolicy | undefined;
  readonly exclusive: ExclusiveRule | undefined;
  /** Set when workers run it in a thread of its own, which may take so many bytes. */
  readonly sandbox: { readonly memory: number | undefined } | undefined;
  /** What the arguments must be. */
  readonly args: StandardSchema | undefined;
  /** Whether events and log lines show arguments; undefined: as the application says. */
  readonly showArguments: boolean | undefined;
  /** Of the class alone, beside the application's. */
  readonly filter: ParameterFilter;
  readonly concurrency: ConcurrencyRule | undefined;
  readonly throttle: ThrottleRule | undefined;
  readonly continuable: ContinuableRule;
  /** Set when its values must not be readable in the store. */
  readonly encrypted: EncryptedRule | undefined;
}

const compiled = new WeakMap<DeclaringClass, JobOptions>();

/** The options of a class, compiled at the first call. */
export function optionsOf(jobClass: DeclaringClass): JobOptions {
  const known = compiled.get(jobClass);
  if (known) return known;
  const options = compile(jobClass);
  compiled.set(jobClass, options);
  return options;
}

function compile(jobClass: DeclaringClass): JobOptions {
  checkConcrete(jobClass);
  const declarations = declarationsOf(jobClass);
  const hooks = hooksOf(jobClass.prototype as object);
  const policies = withOwnKeys(pick(declarations, 'policy').map(({ policy }) => policy));
  return Object.freeze({
    name: jobNameOf(jobClass),
    queue: pick(declarations, 'queue')[0]?.queue,
    priority: pick(declarations, 'priority')[0]?.priority,
    policies: Object.freeze(policies),
    enqueueHooks: Object.freeze(hooks.filter(({ point }) => point === 'enqueue')),
    performHooks: Object.freeze(hooks.filter(({ point }) => point === 'perform')),
    discardHooks: Object.freeze(hooks.filter(({ point }) => point === 'discard')),
    attempts: mostAttempts(policies),
    crons: Object.freeze(
      pick(ownDeclarations(jobClass), 'cron')
        .map(({ entry }) => entry)
        .toReversed(),
    ),
    timeout: pick(declarations, 'timeout')[0]?.milliseconds,
    unique: uniqueOf(jobClass, declarations),
    exclusive: pick(declarations, 'exclusive')[0]?.rule,
    sandbox: pick(declarations, 'sandboxed')[0],
    args: checkSchema(`${jobClass.name}.args`, (jobClass as ClassSettings).args),
    ...compileShown(jobClass),
    concurrency: pick(declarations, 'concurrency')[0]?.rule,
    throttle: pick(declarations, 'throttle')[0]?.rule,
    continuable: pick(declarations, 'continuable')[0]?.rule ?? CONTINUABLE,
    encrypted: pick(declarations, 'encrypted')[0]?.rule,
  });
}

function checkConcrete(jobClass: DeclaringClass): void {
  const { perform } = jobClass.prototype as { perform?: unknown };
  if (typeof perform !== 'function')
    throw new InvalidOptionsError(`${jobClass.name}.perform`, 'a method', perform, NO_PERFORM);
  if (jobNameOf(jobClass) === '')
    throw new InvalidOptionsError('The name of a job class', 'a text', '', NO_NAME);
  checkJobName(jobClass);
}

const NO_PERFORM = 'Write it, or enqueue a class that extends this one and has it.';
const NO_NAME = "Name the class, or give it @JobName('…').";

function pick<Kind extends Declaration['kind']>(declarations: readonly Declaration[], kind: Kind) {
  return declarations.filter(
    (each): each is Extract<Declaration, { kind: Kind }> => each.kind === kind,
  );
}

function uniqueOf(
  jobClass: DeclaringClass,
  declarations: readonly Declaration[],
): UniquePolicy | undefined {
  const { length } = pick(ownDeclarations(jobClass), 'unique');
  if (length > 1)
    throw new InvalidOptionsError(jobClass.name, 'one @Unique or one @Debounce', length);
  return pick(declarations, 'unique')[0]?.policy;
}

/**
 * Two rules for different classes of one name count apart: those declared later have a number in
 * their key. The parents' keys are given first, so that a child's rule does not move them.
 */
function withOwnKeys(policies: readonly ErrorPolicy[]): ErrorPolicy[] {
  const namesakes = new Map<string, RetryPolicy[]>();
  return policies
    .toReversed()
    .map((policy) => (policy.kind === 'retry' ? withOwnKey(policy, namesakes) : policy))
    .toReversed();
}

function withOwnKey(policy: RetryPolicy, namesakes: Map<string, RetryPolicy[]>): RetryPolicy {
  const known = namesakes.get(policy.key) ?? [];
  const index = known.findIndex(({ errors }) => sameClasses(errors, policy.errors));
  if (index < 0) namesakes.set(policy.key, [...known, policy]);
  const number = (index < 0 ? known.length : index) + 1;
  return number === 1 ? policy : Object.freeze({ ...policy, key: `${policy.key}#${number}` });
}

function sameClasses(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}

function mostAttempts(policies: readonly ErrorPolicy[]): number | undefined {
  const limits = policies.flatMap((policy) => (policy.kind === 'retry' ? [policy.attempts] : []));
  const most = Math.max(0, ...limits);
  return most > 0 && Number.isFinite(most) ? most : undefined;
}

function compileShown(jobClass: DeclaringClass): Pick<JobOptions, 'showArguments' | 'filter'> {
  const { logArguments, filterParameters } = jobClass as ClassSettings;
  if (logArguments !== undefined && typeof logArguments !== 'boolean')
    throw new InvalidOptionsError(`${jobClass.name}.logArguments`, 'true or false', logArguments);
  const where = `${jobClass.name}.filterParameters`;
  return {
    showArguments: logArguments,
    filter: filterParameters ? parameterFilter(where, filterParameters, true) : NO_FILTER,
  };
}
