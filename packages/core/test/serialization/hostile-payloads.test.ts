import { Temporal } from 'temporal-polyfill';
import { ArgumentSerializer } from '../../src/serialization/argument-serializer';
import { DeserializationError } from '../../src/serialization/deserialization-error';
import type { JsonValue } from '../../src/support/json';

Object.assign(globalThis, { Temporal });

const serializer = new ArgumentSerializer();

function read(json: string): unknown {
  return (serializer.deserialize([JSON.parse(json) as JsonValue]) as unknown[])[0];
}

function nest(depth: number, open: string, close: string): string {
  return open.repeat(depth) + '1' + close.repeat(depth);
}

describe('a payload that someone else wrote', () => {
  it.each([
    '{"$date":{"of":"birth"}}',
    '{"$date":"yesterday"}',
    '{"$date":5}',
    '{"$bigint":"0x10"}',
    '{"$bigint":"1; DROP TABLE"}',
    '{"$number":"1"}',
    '{"$number":"constructor"}',
    '{"$undefined":false}',
    '{"$text":"{}"}',
    '{"$text":"not json"}',
    '{"$map":{"a":1}}',
    '{"$map":[["a"]]}',
    '{"$map":[1]}',
    '{"$set":"abc"}',
    '{"$url":"nowhere"}',
    '{"$regexp":["(","g"]}',
    '{"$regexp":["a","zz"]}',
    '{"$regexp":"a"}',
    '{"$bytes":"AQ==","as":"constructor"}',
    '{"$bytes":"AQ==","as":"Function"}',
    '{"$bytes":"AQ==","as":"Float64Array"}',
    '{"$bytes":"é","as":"Buffer"}',
    '{"$bytes":"AQ=="}',
    '{"$error":"Function"}',
    '{"$error":{}}',
    '{"$object":[["a"]]}',
    '{"$object":[[1,2]]}',
    '{"$object":[],"prototype":{}}',
    '{"$ref":"Person","value":1}',
    '{"$ref":"__proto__","value":1}',
    '{"$ref":{}}',
    '{"$temporal":"PlainDate","value":"yesterday"}',
    '{"$temporal":"PlainDate","value":{"year":2026}}',
    '{"$temporal":"Duration","value":[]}',
    '{"$temporal":"Duration","value":null}',
    '{"$temporal":"constructor","value":"2026-03-17"}',
    '{"$temporal":"Now","value":"2026-03-17"}',
    '{"$unknown":1}',
    '{"$date":"2020-01-01","$bigint":"1"}',
    '{"$date":"2020-01-01","extra":1}',
  ])('raises an error that says where: %s', (json) => {
    expect(() => read(json)).toThrow(DeserializationError);
    expect(() => read(`{"a":[${json}]}`)).toThrow(/^args\[0]\.a\[0]: expected /);
  });

  it('changes no prototype', () => {
    const value = read(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"prototype":2}',
    ) as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor', 'prototype']);
    expect('polluted' in value).toBe(false);
    const entries = read('{"$object":[["__proto__",{"polluted":1}]]}') as object;
    expect(Object.keys(entries)).toEqual(['__proto__']);
    const error = read('{"$error":"Error","properties":{"__proto__":{"polluted":1}}}') as object;
    expect(error).toBeInstanceOf(Error);
    expect('polluted' in error || 'polluted' in {}).toBe(false);
  });

  it.each([
    ['[', ']'],
    ['{"a":', '}'],
    ['{"$set":[', ']}'],
    ['{"$map":[[1,', ']]}'],
    ['{"$object":[["a",', ']]}'],
    ['{"$error":"Error","cause":', '}'],
  ])('may nest as deep as it likes without a crash: %s', (open, close) => {
    expect(() => read(nest(10_000, open, close))).toThrow(/nested at most 500 deep/);
    expect(() => read(nest(400, open, close))).not.toThrow();
  });

  it('may hold a million items, tagged or not', () => {
    const many = (item: string) => `[${Array.from({ length: 1_000_000 }, () => item).join(',')}]`;
    expect(read(many('[]'))).toHaveLength(1_000_000);
    expect(read(many('{"$bigint":"1"}'))).toHaveLength(1_000_000);
    expect(() => read(many('{"$bigint":"x"}'))).toThrow(/^args\[0]\[0]: expected "\$bigint"/);
  });

  it('with Temporal says what this process lacks, where it does', () => {
    Object.assign(globalThis, { Temporal: undefined });
    expect(() => read('{"$temporal":"PlainDate","value":"2026-03-17"}')).toThrow(
      /needs globalThis\.Temporal/,
    );
    Object.assign(globalThis, { Temporal });
  });
});
