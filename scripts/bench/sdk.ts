import { readFile } from 'node:fs/promises';
import {
  API_KEY_HEADER,
  operationRequests,
  type PartnerPaymentRequest,
  type paths,
  REQUEST_ID_HEADER,
} from '@kgiton/contract';
import { type GeneratePaymentOptions, KGiTON } from '@kgiton/sdk';
import OpenAI from 'openai';
import createFetchClient from 'openapi-fetch';
import Stripe from 'stripe';
import { DOCUMENT_JSON } from '../paths.js';
import { CALLS_MEASURED, timeCalls } from './measure.js';
import type { Comparison } from './report.js';

/**
 * The cost of one call without the network: a POST with a JSON body and a JSON response. All clients get the same response,
 * so all read and parse the same amount; none looks at its content.
 */
export async function benchSdk(): Promise<Comparison[]> {
  const document = JSON.parse(await readFile(DOCUMENT_JSON, 'utf8'));
  const { examples, securitySchemes } = document.components;
  const apiKey: string = securitySchemes.ApiKey['x-example'];
  const response = JSON.stringify(examples.QrisResponse.value);
  const headers = { 'content-type': 'application/json', [REQUEST_ID_HEADER]: 'req-1' };
  const fetch = async () => new Response(response, { headers });

  const baseUrl = 'https://api.example.com';
  const kgiton = new KGiTON({ apiKey, baseUrl, fetch });
  const openapiFetch = createFetchClient<paths>({ baseUrl, headers: { [API_KEY_HEADER]: apiKey }, fetch });
  const stripe = new Stripe(apiKey, { httpClient: Stripe.createFetchHttpClient(fetch), telemetry: false });
  const openai = new OpenAI({ apiKey, fetch });

  const body: PartnerPaymentRequest = examples.QrisRequest.value;
  const { payment_type: _, ...properties } = body;
  const options = camelCased(properties) as unknown as GeneratePaymentOptions;
  const id = body.transaction_id;
  const times = await timeCalls({
    sdk: () => kgiton.partnerPayment.generateQris(options),
    'openapi-fetch': () => openapiFetch.POST(operationRequests.generatePayment.path, { body }),
    stripe: () => stripe.paymentIntents.create({ amount: body.amount, currency: 'idr', metadata: { id } }),
    openai: () => openai.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: id }] }),
  });

  const how = `one call over a stub of fetch; ${CALLS_MEASURED}`;
  const { sdk: ours, ...others } = times;
  return Object.entries(others).map(([name, theirs]) => ({
    name: `SDK call, time against ${name}`,
    ours,
    theirs,
    unit: 'µs',
    how,
  }));
}

function camelCased(properties: object): object {
  const camelCase = (name: string) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [camelCase(name), value]));
}
