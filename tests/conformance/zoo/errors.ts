export class DefaultsError extends Error {}
export class DisabledJitterError extends Error {}
export class ZeroJitterError extends Error {}
export class FirstOfTwoError extends Error {}
export class SecondOfTwoError extends Error {}
export class LongWaitError extends Error {}
export class FractionWaitError extends Error {}
export class ShortWaitError extends Error {}
export class PolynomialError extends Error {}
export class CountedWaitError extends Error {}
export class OptionalParameterError extends Error {}
export class RetryAfterError extends Error {
  readonly retryAfter = 10_000;
}
export class CaughtAtLastError extends Error {}
export class UnlimitedError extends Error {}
export class ReportedError extends Error {}
export class DiscardedError extends Error {}
export class FirstDiscardedOfTwoError extends Error {}
export class SecondDiscardedOfTwoError extends Error {}
export class DiscardedWithHandlerError extends Error {}
export class DiscardedAndReportedError extends Error {}
export class ParentError extends Error {}
export class ChildError extends ParentError {}
class UnhandledError extends Error {}

const ERRORS = {
  DefaultsError,
  DisabledJitterError,
  ZeroJitterError,
  FirstOfTwoError,
  SecondOfTwoError,
  LongWaitError,
  FractionWaitError,
  ShortWaitError,
  PolynomialError,
  CountedWaitError,
  OptionalParameterError,
  RetryAfterError,
  CaughtAtLastError,
  UnlimitedError,
  ReportedError,
  DiscardedError,
  FirstDiscardedOfTwoError,
  SecondDiscardedOfTwoError,
  DiscardedWithHandlerError,
  DiscardedAndReportedError,
  ParentError,
  ChildError,
  UnhandledError,
};

export type ErrorName = keyof typeof ERRORS;

/** An error of this name whose message is its name. */
export function errorNamed(name: ErrorName): Error {
  return new ERRORS[name](name);
}
