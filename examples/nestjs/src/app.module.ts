import { Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { MailModule } from './mail/mail.module';
import { OrdersController } from './orders/orders.controller';
import { Orders } from './orders/orders';

@Module({
  imports: [MailModule],
  controllers: [OrdersController],
  providers: [Orders],
})
export class AppModule {
  /** Jobs are given what this module sees. */
  constructor(readonly moduleRef: ModuleRef) {}
}
