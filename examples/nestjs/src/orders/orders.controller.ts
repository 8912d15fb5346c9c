import { jobStatus, type JobStatus } from '@drover/core';
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ReceiptJob } from '../jobs/receipt.job';

interface NewReceipt {
  readonly to: string;
}

@Controller('orders/:order/receipts')
export class OrdersController {
  @Post()
  @HttpCode(202)
  async create(
    @Param('order') order: string,
    @Body() { to }: NewReceipt,
  ): Promise<{ readonly id: string }> {
    const { id } = await ReceiptJob.performLater(Number(order), to, new Date());
    return { id };
  }

  @Get(':id')
  show(@Param('id') id: string): Promise<JobStatus> {
    return jobStatus(id);
  }
}
