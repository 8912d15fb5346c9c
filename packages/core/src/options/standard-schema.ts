import { InvalidOptionsError } from './invalid-options-error';

/**
 * What Drover needs of a schema: Standard Schema 1 (standardschema.dev), which zod, valibot, arktype
 * and others offer.
 */
export interface StandardSchema {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult | Promise<SchemaResult>;
    /** Standard JSON Schema, where the library offers it. */
    readonly jsonSchema?: {
      readonly input: (options: { readonly target: 'draft-2020-12' }) => Record<string, unknown>;
    };
  };
}

export type SchemaResult =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** @throws InvalidOptionsError when the class loads */
export function checkSchema(where: string, schema: unknown): StandardSchema | undefined {
  if (schema === undefined) return undefined;
  if (isSchema(schema)) return schema;
  throw new InvalidOptionsError(
    where,
    'a schema of Standard Schema 1, such as those of zod (3.24), valibot (1) or arktype (2)',
    schema,
  );
}

function isSchema(value: unknown): value is StandardSchema {
  const { version, validate } = Object(Object(value)['~standard']) as Partial<
    StandardSchema['~standard']
  >;
  return version === 1 && typeof validate === 'function';
}
