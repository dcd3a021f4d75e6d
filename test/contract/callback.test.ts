import { expect, inject, test } from 'vitest';
import { bodies, document, operations, outcomes } from '../support/document.js';
import { startReceiver } from '../support/http-server.js';
import { send } from '../support/target.js';
import { violations } from '../support/validate.js';

const target = inject('target');
const event = operations(document.webhooks)[0]?.operation.requestBody.content['application/json'];

test.runIf(target.kind === 'mock' && target.isLocal)(
  'the callback arrives at the webhook_url with a documented body',
  async () => {
    await using receiver = await startReceiver();
    const request = bodies.find(({ place }) => place.endsWith('generate request'))?.body.examples?.QRIS?.value;
    await send(target, outcomes[0]?.path ?? '', { ...request, webhook_url: `${receiver.url}/webhook/payment` });

    const { method, url, headers, body } = await receiver.next();
    expect({ method, url }).toEqual({ method: 'POST', url: '/webhook/payment' });
    expect(headers['content-type']).toContain('application/json');
    // Prism picks one of the examples by chance.
    expect(Object.values(event?.examples ?? {}).map(({ value }) => value)).toContainEqual(JSON.parse(body));
    expect(violations(event?.schema ?? {}, JSON.parse(body))).toEqual([]);
  },
);
