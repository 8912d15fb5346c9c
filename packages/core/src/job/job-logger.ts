/** What `this.logger` offers in a job. A pino logger is one. */
export interface JobLogger {
  debug: LogMethod;
  info: LogMethod;
  warn: LogMethod;
  error: LogMethod;
}

export interface LogMethod {
  (message: string): void;
  (details: object, message?: string): void;
}
