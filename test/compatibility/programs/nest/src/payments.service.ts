// biome-ignore lint/style/useImportType: Nest looks at the class when the program runs
import { KGiTON } from '@kgiton/sdk';
import { Injectable } from '@nestjs/common';

@Injectable()
export class PaymentsService {
  constructor(private readonly kgiton: KGiTON) {}

  async take(orderId: string, total: number, webhookUrl: string): Promise<string> {
    const payment = await this.kgiton.partnerPayment.generateQris({
      transactionId: orderId,
      amount: total,
      licenseKey: 'SANDB-ACTIV-E0000-00000-00001',
      webhookUrl,
    });
    return payment.qris.qr_content;
  }
}
