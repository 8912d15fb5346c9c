import { loadPg } from '../../../src/adapters/bullmq/postgres/load-pg';
import { loadIoredis } from '../../../src/adapters/bullmq/redis/load-ioredis';

const absent = () => {
  throw Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' });
};

describe('a store whose client is not installed', () => {
  it('says which package to install', () => {
    jest.doMock('ioredis', absent);
    jest.doMock('pg', absent);
    expect(loadIoredis).toThrow(/Redis store needs the package 'ioredis'.*npm install ioredis/);
    expect(loadPg).toThrow(/PostgreSQL store needs the package 'pg'.*npm install pg/);
  });
});
