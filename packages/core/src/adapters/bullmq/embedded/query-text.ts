/** The two forms `pg` takes a query in. */
export type QueryText = string | { readonly text: string; readonly values?: readonly unknown[] };

export interface Query {
  readonly text: string;
  readonly values: readonly unknown[] | undefined;
}

export function toQuery(query: QueryText, values?: readonly unknown[]): Query {
  return typeof query === 'string'
    ? { text: query, values }
    : { text: query.text, values: values ?? query.values };
}
