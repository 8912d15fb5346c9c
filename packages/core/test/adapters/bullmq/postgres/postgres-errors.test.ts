import { migrate } from '../../../../src/adapters/bullmq/postgres/migrate';
import { toStoreError } from '../../../../src/adapters/bullmq/postgres/postgres-errors';
import { rejection } from '../../../support/rejection';

const WHERE = 'postgres://me:***@db/jobs';

describe('what PostgreSQL says', () => {
  it.each([
    ['28P01', 'password authentication failed for user "me"', 'DROVER_STORE_AUTH'],
    ['28000', 'no pg_hba.conf entry for host', 'DROVER_STORE_AUTH'],
    ['42501', 'permission denied for database jobs', 'DROVER_STORE_AUTH'],
    ['', 'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string', 'DROVER_STORE_AUTH'],
    ['3D000', 'database "jobs" does not exist', 'DROVER_STORE_URL'],
    ['57P03', 'the database system is starting up', 'DROVER_STORE_UNREACHABLE'],
    ['53300', 'sorry, too many clients already', 'DROVER_STORE_UNREACHABLE'],
    ['ECONNREFUSED', '', 'DROVER_STORE_UNREACHABLE'],
  ])('%s %s is %s', (code, text, expected) => {
    const { code: actual, message } = toStoreError(Object.assign(new Error(text), { code }), WHERE);
    expect(actual).toBe(expected);
    expect(message).toContain(WHERE);
    expect(message).toContain(text || code);
  });

  it('refuses a version that is too old, and names both', async () => {
    const client = { query: async () => ({ rows: [{ number: 120_017, name: '12.17' }] }) };
    const { error } = await rejection(migrate(client as never, 'drover', WHERE));
    expect(error).toMatchObject({
      code: 'DROVER_STORE_VERSION',
      message: expect.stringMatching(/Expected PostgreSQL 13 or newer .* found 12\.17/),
    });
  });
});
