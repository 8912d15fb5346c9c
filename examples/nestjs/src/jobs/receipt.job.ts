import { Job, QueueAs, RetryOn } from '@drover/core';
import { Mailer } from '../mail/mailer';
import { Orders } from '../orders/orders';

@QueueAs('mail')
@RetryOn(Error, { wait: 'polynomiallyLonger', attempts: 5 })
export class ReceiptJob extends Job {
  constructor(
    private readonly orders: Orders,
    private readonly mailer: Mailer,
  ) {
    super();
  }

  async perform(order: number, to: string, orderedAt: Date): Promise<string> {
    const total = await this.orders.totalOf(order);
    const day = orderedAt.toISOString().slice(0, 10);
    return this.mailer.send(to, `Order ${order} of ${day}: ${total} cents`);
  }
}
