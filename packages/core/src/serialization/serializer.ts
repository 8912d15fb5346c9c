import type { JsonValue } from '../support/json';

/**
 * Carries the values of a class of yours: a record by its id, a decimal by its text.
 *
 * Asked for every value that is neither a JSON primitive, nor a plain object, nor an array; before
 * Drover's own types, in the order of registration. The first that matches has the value.
 */
export interface Serializer<Value = unknown, Stored extends JsonValue = JsonValue> {
  /** Written into every payload, so it must outlive refactorings and minifiers. */
  readonly name: string;
  matches(value: unknown): boolean;
  /**
   * What travels in place of the value. Returning null or undefined, or throwing, refuses the
   * enqueue: a record that was never saved has no reference.
   */
  serialize(value: Value): Stored;
  /**
   * The value again. Returning null or undefined raises RecordNotFoundError. So can you; any other
   * error becomes the cause of a DeserializationError: "gone" and "cannot look it up now" differ.
   */
  deserialize(stored: Stored): Found<Value> | Promise<Found<Value>>;
}

type Found<Value> = Value | null | undefined;
