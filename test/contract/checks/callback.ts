import { expect } from 'vitest';
import { operations } from '../../support/document.js';
import { startReceiver } from '../../support/http-server.js';
import { violations } from '../../support/validate.js';
import { type CheckGroup, requestsOf } from './check.js';

export const callback: CheckGroup = {
  name: 'the callback',
  appliesTo: ({ kind, isLocal }) => kind === 'mock' && isLocal,
  checks: ({ contract, send }) => [
    {
      name: 'arrives at the webhook_url with a documented body',
      async run() {
        const event = operations(contract.document.webhooks)[0]?.operation.requestBody?.content['application/json'];
        const { path, examples } = requestsOf(contract);
        await using receiver = await startReceiver();
        await send({ path, body: { ...examples.QRIS?.value, webhook_url: `${receiver.url}/webhook/payment` } });

        const { method, url, headers, body } = await receiver.next();
        expect({ method, url }).toEqual({ method: 'POST', url: '/webhook/payment' });
        expect(headers['content-type']).toContain('application/json');
        // Prism picks one of the examples at random.
        expect(Object.values(event?.examples ?? {}).map(({ value }) => value)).toContainEqual(JSON.parse(body));
        expect(violations(event?.schema ?? {}, JSON.parse(body))).toEqual([]);
      },
    },
  ],
};
