import { argumentsSchemaOf, optionsOf, type Application } from '@drover/core';
import { editorSchema } from './editor-schema';

/**
 * What the form for a new job takes on a queue: the arguments of one of its classes, as the classes'
 * own schemas say, and any list for a class without one. Undefined when none of them has a schema.
 */
export function argumentsSchema(
  { registry, defaults }: Application,
  queue: string,
): Record<string, unknown> | undefined {
  const classes = registry
    .list()
    .filter(({ jobClass }) => (optionsOf(jobClass).queue ?? defaults.queue) === queue)
    .map(({ name, jobClass }) => ({ name, schema: argumentsSchemaOf(jobClass) }));
  if (classes.every(({ schema }) => schema === undefined)) return undefined;
  const schemas = classes.map(({ name, schema }) => ({
    title: name,
    ...(schema ? editorSchema(schema) : { type: 'array' }),
  }));
  return schemas.length > 1 ? { anyOf: schemas } : schemas[0];
}
