// Makes and pays 100,000 payments for each chunk, and sends how much of the heap is in use, in megabytes.
import { createSandbox } from '@kgiton/sandbox';

const chunks = Number(process.argv[2]);
const key = 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX';
const sandbox = createSandbox({ fetch: async () => new Response(), licenses: { [key]: 100_000_000 } });

for (let chunk = 0; chunk < chunks; chunk++) {
  for (let count = 0; count < 100_000; count += 100) {
    await Promise.all(Array.from({ length: 100 }, (_, own) => take(chunk * 100_000 + count + own)));
  }
  for (let round = 0; round < 4; round++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  process.send(process.memoryUsage().heapUsed / 1e6);
}
process.disconnect();

async function take(number) {
  const apiKey = `kgiton_${'abcde'[number % 5]}`;
  const response = await sandbox.fetch('http://sandbox.test/api/partner/payment/generate', {
    method: 'POST',
    headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
    body: JSON.stringify({
      transaction_id: `TRX-${number}`,
      amount: 50_000,
      license_key: key,
      payment_type: 'QRIS',
      webhook_url: 'https://shop.example/webhook',
    }),
  });
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  const { payment_id: id } = await response.json();
  await sandbox.pay(id, apiKey);
}
