import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { KGiTON } from '@kgiton/sdk';
import { createTestEvent, sign, verifyWebhook } from '@kgiton/sdk/webhooks';
import { Test } from '@nestjs/testing';
import { PaymentsService } from './payments.service';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterAll(() => sandbox.close());

it('takes a payment', async () => {
  const kgiton = new KGiTON({ apiKey: 'kgiton_shop', baseUrl: sandbox.url });
  const app = await Test.createTestingModule({
    providers: [PaymentsService, { provide: KGiTON, useValue: kgiton }],
  }).compile();
  const content = await app.get(PaymentsService).take('TRX-1', 25_000, 'http://127.0.0.1:9/webhook');
  expect(content).toMatch(/^000201/);
  expect((await sandbox.payment('TRX-1')).request.amount).toBe(25_000);
});

it('verifies a webhook', () => {
  const body = JSON.stringify(createTestEvent());
  expect(verifyWebhook(body, sign(body, 'whsec_shop'), 'whsec_shop')).toBe(true);
});
