/** What an application says for every class that says nothing itself. */
export interface JobDefaults {
  readonly queue: string;
  readonly queuePrefix: string | undefined;
  readonly queueDelimiter: string;
  readonly priority: number;
  /** Share of a wait that chance may add: 0.15 is up to 15 %. */
  readonly retryJitter: number;
}

/** Settings a class may carry as static properties; subclasses inherit them. */
export interface ClassSettings {
  readonly queuePrefix?: string;
  readonly retryJitter?: number;
  readonly args?: unknown;
  readonly logArguments?: boolean;
  readonly filterParameters?: readonly (string | RegExp | number)[];
}
