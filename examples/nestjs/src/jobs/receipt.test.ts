import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expectEnqueued, performJob } from '@drover/testing';
import { setupDrover } from '@drover/testing/node';
import { Test, type TestingModule } from '@nestjs/testing';
import { AppModule } from '../app.module';
import { Mailer } from '../mail/mailer';
import { OrdersController } from '../orders/orders.controller';
import { ReceiptJob } from './receipt.job';

let app: TestingModule;
const sent: string[] = [];
const mailer = { send: async (to: string, text: string) => `${sent.push(text)} mailed to ${to}` };

before(async () => {
  app = await Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(Mailer)
    .useValue(mailer)
    .compile();
});
after(() => app.close());

setupDrover({ jobFactory: (JobClass) => app.get(AppModule).moduleRef.create(JobClass) });

test('a receipt tells the total of its order', async () => {
  const run = performJob(ReceiptJob, [7, 'ada@example.com', new Date('2026-01-31')]);
  await run.toComplete('1 mailed to ada@example.com');
  assert.deepEqual(sent, ['Order 7 of 2026-01-31: 700 cents']);
});

test('an order is receipted later', async () => {
  await app.get(OrdersController).create('7', { to: 'ada@example.com' });
  expectEnqueued(ReceiptJob)
    .with((order, to) => order === 7 && to === 'ada@example.com')
    .onQueue('mail')
    .once();
});
