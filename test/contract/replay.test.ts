import { describe, expect, inject, test } from 'vitest';
import { bodies, outcomes } from '../support/document.js';
import { send } from '../support/target.js';
import { violations } from '../support/validate.js';

const target = inject('target');
const request = { ...bodies.find(({ place }) => place.endsWith('generate request'))?.body.examples?.QRIS?.value };
delete request.webhook_url;

describe.runIf(target.kind === 'mock')('asked by Prefer, the mock answers', () => {
  test.each(outcomes)('$status $name with exactly that example', async ({ path, status, name, value, schema }) => {
    const answer = await send(target, path, request, { prefer: `code=${status}, example=${name}` });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(answer.body).toEqual(value);
    expect(violations(schema, answer.body)).toEqual([]);
  });
});

describe.runIf(target.kind === 'mock')('asked for nothing in particular, the mock answers', () => {
  const requests = bodies.flatMap(({ place, body }) =>
    place.endsWith('request') ? Object.entries(body.examples ?? {}) : [],
  );
  test.each(requests.filter(([, { value }]) => 'license_key' in value))(
    'the request example %s with 200',
    async (_name, { value }) => {
      const answer = await send(target, outcomes[0]?.path ?? '', { ...value, webhook_url: undefined });
      expect(answer.status).toBe(200);
    },
  );
});
