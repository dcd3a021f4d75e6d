import { KGiTON } from '@kgiton/sdk';
import { createApp } from './app.js';
import { readConfig } from './config.js';
import { createMemoryOrders } from './orders.js';

const { apiKey, baseUrl, webhookSecret, licenseKey, publicUrl, port } = readConfig(process.env);

const app = createApp({
  kgiton: new KGiTON({ apiKey, baseUrl, webhookSecret }),
  orders: createMemoryOrders(), // a real shop uses its database
  webhookSecret,
  licenseKey,
  publicUrl,
});

app.listen(port, (error) => {
  if (error) throw error;
  console.log(`Laundry shop on ${publicUrl}, taking payments through ${baseUrl ?? 'KGiTON'}`);
});
