import { optionsOf } from '../options/job-options';
import type { JobClass } from './job';

/**
 * The JSON schema (draft 2020-12) of the list of arguments that a class takes, for a form or a
 * producer in another language. Undefined without static `args`, or when its library offers no
 * Standard JSON Schema (zod 4.2, arktype 2.1.28 and valibot's `toStandardJsonSchema` do).
 */
export function argumentsSchemaOf(jobClass: JobClass): Record<string, unknown> | undefined {
  const { args } = optionsOf(jobClass);
  const schema = args?.['~standard'].jsonSchema?.input({ target: 'draft-2020-12' });
  if (!schema || schema['type'] === 'array') return schema;
  const { $schema, ...single } = schema;
  return {
    ...($schema !== undefined && { $schema }),
    ...{ type: 'array', prefixItems: [single], minItems: 1, maxItems: 1 },
  };
}
