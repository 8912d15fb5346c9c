import { argumentsSchemaOf, optionsOf, type Application } from '@drover/core';

/**
 * What the form for a new job takes on a queue: the arguments of one of its classes, as the classes'
 * own schemas say. Undefined when none of them has a schema.
 */
export function argumentsSchema(
  { registry, defaults }: Application,
  queue: string,
): Record<string, unknown> | undefined {
  const schemas = registry.list().flatMap(({ name, jobClass }) => {
    const own = optionsOf(jobClass).queue ?? defaults.queue;
    const schema = own === queue ? argumentsSchemaOf(jobClass) : undefined;
    return schema ? [{ title: name, ...schema }] : [];
  });
  return schemas.length > 1 ? { anyOf: schemas } : schemas[0];
}
