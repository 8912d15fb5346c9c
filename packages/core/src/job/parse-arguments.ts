import type { DeclaringClass } from '../options/declarations';
import { InvalidOptionsError } from '../options/invalid-options-error';
import { optionsOf } from '../options/job-options';
import type { SchemaIssue, SchemaResult, StandardSchema } from '../options/standard-schema';
import { formatPath, type PathSegment } from '../serialization/path';
import { InvalidArgumentsError, type ArgumentIssue } from './invalid-arguments-error';

type Arguments = readonly unknown[];

/** A schema is of the list of arguments, or of the one argument. */
type Form = 'list' | 'single';

interface Refusal {
  readonly form: Form;
  readonly issues: readonly ArgumentIssue[];
}

/** What each schema took last: no standard tells what a schema is of. */
const taken = new WeakMap<StandardSchema, Form>();

/**
 * The arguments as the schema of the job's class gives them back; as they are without one. A promise
 * only when the schema is asynchronous.
 *
 * @throws InvalidArgumentsError, or rejects with it
 */
export function parseArguments(job: object, args: Arguments): Arguments | Promise<Arguments> {
  const { name, args: schema } = optionsOf(job.constructor as DeclaringClass);
  return schema ? parse({ name, schema, args }, formsFor(schema, args), []) : args;
}

interface Parsing {
  readonly name: string;
  readonly schema: StandardSchema;
  readonly args: Arguments;
}

/** The likelier first. */
function formsFor(schema: StandardSchema, args: Arguments): readonly Form[] {
  if (args.length !== 1) return ['list'];
  return taken.get(schema) === 'list' ? ['list', 'single'] : ['single', 'list'];
}

function parse(
  parsing: Parsing,
  [form, ...others]: readonly Form[],
  refusals: readonly Refusal[],
): Arguments | Promise<Arguments> {
  const { name, schema, args } = parsing;
  if (form === undefined) throw new InvalidArgumentsError(name, tellingIssues(schema, refusals));
  const judge = (result: SchemaResult) => {
    if (!result.issues) return accepted(parsing, form, result.value);
    const issues = result.issues.map((issue) => located(issue, form));
    return parse(parsing, others, [...refusals, { form, issues }]);
  };
  const result = schema['~standard'].validate(form === 'list' ? args : args[0]);
  return isPromise(result) ? result.then(judge) : judge(result);
}

function accepted({ name, schema }: Parsing, form: Form, value: unknown): Arguments {
  taken.set(schema, form);
  if (form === 'single') return [value];
  if (Array.isArray(value)) return value as Arguments;
  throw new InvalidOptionsError(
    `${name}.args`,
    'a schema that gives the list of arguments back as a list',
    value,
  );
}

/** Those of the form the schema is known for; else of the one that was looked into. */
function tellingIssues(
  schema: StandardSchema,
  refusals: readonly Refusal[],
): readonly ArgumentIssue[] {
  const root = ({ form }: Refusal) => (form === 'list' ? 'args' : 'args[0]');
  const telling =
    refusals.find(({ form }) => form === taken.get(schema)) ??
    refusals.find((refusal) => refusal.issues.some(({ path }) => path !== root(refusal))) ??
    refusals[0];
  return telling?.issues ?? [];
}

function located({ message, path = [] }: SchemaIssue, form: Form): ArgumentIssue {
  const segments = path.map((each) => segmentOf(typeof each === 'object' ? each.key : each));
  return { path: formatPath('args', form === 'list' ? segments : [0, ...segments]), message };
}

function segmentOf(key: PropertyKey): PathSegment {
  return typeof key === 'symbol' ? String(key) : key;
}

function isPromise(result: SchemaResult | Promise<SchemaResult>): result is Promise<SchemaResult> {
  return typeof (result as { then?: unknown }).then === 'function';
}
