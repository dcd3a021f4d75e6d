import 'reflect-metadata';
import { KGiTON } from '@kgiton/sdk';
import { createWebhookHandler, type NodeRequest, type NodeResponse } from '@kgiton/sdk/webhooks';
import { Controller, Get, Module, NotFoundException, Param, Post, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { findOrder, placeOrder, receivePayment } from './orders.js';

const webhook = createWebhookHandler({ onPaymentSuccess: receivePayment });

@Controller()
class PaymentsController {
  constructor(private readonly kgiton: KGiTON) {}

  @Post('orders')
  async order() {
    const { id, amount } = await placeOrder(50_000); // your price, never one that a browser sent
    const { qris, expires_at } = await this.kgiton.partnerPayment.generateQris({
      transactionId: id,
      amount,
      licenseKey: process.env.KGITON_LICENSE_KEY ?? '',
      webhookUrl: `${process.env.PUBLIC_URL}/webhook/payment`,
    });
    return { id, qr_content: qris.qr_content, expires_at };
  }

  @Get('orders/:id')
  async show(@Param('id') id: string) {
    const order = await findOrder(id);
    if (!order) throw new NotFoundException();
    return { isPaid: order.isPaid };
  }

  @Post('webhook/payment')
  receive(@Req() request: NodeRequest, @Res() response: NodeResponse) {
    return webhook.node(request, response);
  }
}

@Module({
  controllers: [PaymentsController],
  providers: [{ provide: KGiTON, useFactory: () => new KGiTON() }],
})
class AppModule {}

// rawBody keeps the bytes that Nest has read: the signature covers them.
const app = await NestFactory.create<NestExpressApplication>(AppModule, { rawBody: true });
app.useBodyParser('json', { limit: '1mb' });
await app.listen(3000);
