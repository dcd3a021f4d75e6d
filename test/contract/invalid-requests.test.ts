import { describe, expect, inject, test } from 'vitest';
import { codesOf, document } from '../support/document.js';
import { invalidRequests } from '../support/invalid-requests.js';
import { send } from '../support/target.js';
import { violations } from '../support/validate.js';

const target = inject('target');

// Prism parses the body before it looks at the contract, and answers with an error of its own form.
const isBeyondPrism = ({ name }: { name: string }) => target.kind === 'mock' && name === 'not JSON';
// What the document says by its extensions, Prism does not read.
const isUnseen = ({ name }: { name: string }) => target.kind === 'mock' && name === 'QRIS above its limit';
const [beyondPrism, usual] = [
  invalidRequests.filter(isBeyondPrism),
  invalidRequests.filter((one) => !isBeyondPrism(one) && !isUnseen(one)),
];

describe('an invalid request gets the documented error', () => {
  test.each(usual)('$name: $status', async ({ path, body, headers, status, code }) => {
    const answer = await send(target, path, body, headers);
    expect(answer.status).toBe(status);
    expect(violations(document.components.schemas.ErrorResponse ?? {}, answer.body)).toEqual([]);
    expect(codesOf(document.paths[path]?.post, status)).toContain(answer.body?.code);
    // A mock replays the first example of the status, whatever was wrong.
    if (target.kind === 'server') expect(answer.body?.code).toBe(code);
  });

  test.each(beyondPrism)(
    '$name: $status, but with a body of Prism’s own (a known limit of Prism)',
    async ({ path, body, status }) => {
      const answer = await send(target, path, body);
      expect(answer.status).toBe(status);
      expect(answer.body).toMatchObject({ error: { code: 'invalid_json' } });
    },
  );
});
