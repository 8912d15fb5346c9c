type Schema = Readonly<Record<string, unknown>>;

/**
 * A schema as bull-board's editor reads it, which knows JSON Schema up to draft 7: there the places of
 * a list are its `items`. Of a later draft it takes every list for a mistake, and then sends nothing.
 */
export function editorSchema(schema: Schema): Schema {
  const { $schema: _, ...own } = schema;
  return asDraft7(own) as Schema;
}

function asDraft7(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asDraft7);
  if (typeof value !== 'object' || value === null) return value;
  const all = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asDraft7(each)]));
  const { prefixItems, items: others = true, ...rest } = all;
  return Array.isArray(prefixItems)
    ? { ...rest, items: prefixItems, additionalItems: others }
    : all;
}
