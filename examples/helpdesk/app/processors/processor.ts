/** What a channel posts to us. Each channel has a form of its own. */
export type InboundPayload = Readonly<Record<string, unknown>>;

/** Turns what one channel posts into messages. */
export interface Processor {
  process(): Promise<void>;
}
