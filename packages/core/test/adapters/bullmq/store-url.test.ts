import { parseStoreUrl, withoutPassword } from '../../../src/adapters/bullmq/store-url';
import type { StoreError } from '../../../src/adapters/store-error';

describe('parseStoreUrl', () => {
  it.each([
    ['redis://localhost', { kind: 'redis' }],
    ['rediss://user:secret@cache.example.com:6380/3', { kind: 'redis' }],
    ['postgres://me@localhost/jobs', { kind: 'postgres' }],
    ['postgresql:///jobs?host=/var/run/postgresql', { kind: 'postgres' }],
    ['embedded:', { kind: 'embedded', dataDir: undefined }],
    ['embedded:./data/jobs', { kind: 'embedded', dataDir: './data/jobs' }],
  ])('takes %s', (text, expected) => {
    expect(parseStoreUrl(text)).toMatchObject(expected);
  });

  it.each([
    '',
    'localhost:6379',
    'http://localhost',
    'mysql://root:secret@localhost/jobs',
    'redis://',
    'redis://localhost:99999',
    'redis://localhost/jobs',
    'redis://user:sec/ret#@localhost',
    'embedded://localhost',
  ])('refuses %j, says what it takes, and shows no password', (text) => {
    const parse = () => parseStoreUrl(text);
    expect(parse).toThrow(
      expect.objectContaining<Partial<StoreError>>({ code: 'DROVER_STORE_URL' }),
    );
    expect(parse).toThrow(/'redis:\/\/host:6379'.*'embedded:'/);
    expect(parse).not.toThrow(/sec/);
  });
});

describe('withoutPassword', () => {
  it.each([
    ['redis://user:secret@host/1', 'redis://user:***@host/1'],
    ['redis://:secret@host', 'redis://:***@host'],
    ['redis://:p@ss/w@rd@host', 'redis://:***@host'],
    ['redis://secret@host', 'redis://***@host'],
    [
      'postgres://host/jobs?user=me&password=secret&x=1',
      'postgres://host/jobs?user=me&password=***&x=1',
    ],
    ['redis://host:6379', 'redis://host:6379'],
  ])('shows %s as %s', (text, shown) => {
    expect(withoutPassword(text)).toBe(shown);
  });
});
