import vm from 'node:vm';
import { isInstance } from '../../src/options/error-class';
import { findPolicy, type DiscardPolicy, type ErrorPolicy } from '../../src/options/error-policy';
import type { ErrorClass } from '../../src/options/error-class';

class Parent extends Error {}
class Child extends Parent {}
class Other extends Error {}

function policy(...errors: ErrorClass[]): DiscardPolicy {
  return { kind: 'discard', errors, report: false, onDiscard: undefined };
}

function found(policies: readonly ErrorPolicy[], error: Error) {
  return findPolicy(policies, error);
}

test('the first policy of the list wins, however general it is', () => {
  const general = policy(Error);
  const special = policy(Child);
  expect(found([general, special], new Child())?.policy).toBe(general);
  expect(found([special, general], new Child())?.policy).toBe(special);
});

test('a subclass is taken by the policy for its parent', () => {
  expect(found([policy(Parent)], new Child())).toBeDefined();
});

test('the cause chain is searched when the error itself has no policy, and gives the cause', () => {
  const cause = new Child('root');
  const error = new Other('outer', { cause: new Other('middle', { cause }) });
  expect(found([policy(Parent)], error)?.error).toBe(cause);
});

test('the error itself goes before its cause', () => {
  const forCause = policy(Child);
  const forError = policy(Other);
  const error = new Other('outer', { cause: new Child() });
  expect(found([forCause, forError], error)?.policy).toBe(forError);
});

test('a cause that leads back to itself ends the search', () => {
  const error = new Other('round');
  error.cause = error;
  expect(found([policy(Child)], error)).toBeUndefined();
});

test('a built-in error of another realm is the same built-in error', () => {
  const foreign = vm.runInNewContext('new TypeError("elsewhere")') as Error;
  expect(foreign instanceof TypeError).toBe(false);
  expect(isInstance(foreign, TypeError)).toBe(true);
  expect(isInstance(foreign, Error)).toBe(true);
  expect(isInstance(foreign, RangeError)).toBe(false);
  expect(isInstance(foreign, Child)).toBe(false);
});
