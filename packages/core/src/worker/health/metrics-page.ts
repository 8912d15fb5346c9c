/** What `/metrics` answers. */
export interface MetricsPage {
  readonly contentType: string;
  readonly text: string;
}

/** Counts what the runs of this process come to. */
export interface MetricsCollector {
  /** The page for this process. */
  page(): Promise<MetricsPage>;
  /** Everything counted so far, to be put together with what other processes counted. */
  collect(what: { readonly queues: boolean }): Promise<readonly object[]>;
}
