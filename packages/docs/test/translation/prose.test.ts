import { describe, expect, test } from 'vitest';
import { mapProse, proseOf } from '../../src/translation/prose.js';

const keysOf = (document: object) => proseOf(document).map(({ key }) => key);

describe('prose of a document is', () => {
  test('every description and summary, with its place as its key, in the order of the document', () => {
    const document = {
      info: { title: 'Payments', summary: 'Take payments.', description: 'In full.' },
      paths: { '/pay': { post: { summary: 'Pay', responses: { 200: { description: 'Paid.' } } } } },
    };
    expect(proseOf(document)).toEqual([
      { key: 'info/summary', text: 'Take payments.' },
      { key: 'info/description', text: 'In full.' },
      { key: 'paths//pay/post/summary', text: 'Pay' },
      { key: 'paths//pay/post/responses/200/description', text: 'Paid.' },
    ]);
  });

  test('what a value of an enum means, and what to do about an error', () => {
    const ErrorCode = {
      enum: ['value', 'GATEWAY_ERROR'],
      'x-enumDescriptions': { value: 'Wrong.', GATEWAY_ERROR: 'Not reached.' },
      'x-remedies': { GATEWAY_ERROR: 'Wait.' },
    };
    expect(keysOf({ components: { schemas: { ErrorCode } } })).toEqual([
      'components/schemas/ErrorCode/x-enumDescriptions/value',
      'components/schemas/ErrorCode/x-enumDescriptions/GATEWAY_ERROR',
      'components/schemas/ErrorCode/x-remedies/GATEWAY_ERROR',
    ]);
  });

  test('the name of a tag, which stays the name of the tag', () => {
    const document = { tags: [{ name: 'Payments', description: 'Take them.' }] };
    expect(proseOf(document)).toEqual([
      { key: 'tags/Payments/x-displayName', text: 'Payments' },
      { key: 'tags/Payments/description', text: 'Take them.' },
    ]);
    expect(mapProse(document, () => 'Pembayaran')).toEqual({
      tags: [{ name: 'Payments', 'x-displayName': 'Pembayaran', description: 'Pembayaran' }],
    });
  });

  test('the summary of an example, whatever the example is called', () => {
    const examples = { default: { summary: 'A payment' }, value: { summary: 'Another' }, QRIS: { summary: 'A code' } };
    expect(keysOf({ content: { examples } })).toEqual([
      'content/examples/default/summary',
      'content/examples/value/summary',
      'content/examples/QRIS/summary',
    ]);
  });
});

describe('no prose is', () => {
  test.each(['description', 'summary', 'headers', 'value', 'examples', 'properties', 'default', 'x-displayName'])(
    'a property that is called %s: it is a name, and its own description is prose',
    (name) => {
      const document = { schemas: { Order: { properties: { [name]: { type: 'string', description: 'A note.' } } } } };
      expect(proseOf(document)).toEqual([{ key: `schemas/Order/properties/${name}/description`, text: 'A note.' }]);
    },
  );

  test.each(['schemas', 'parameters', 'responses', 'headers', 'examples'])(
    'the name "description" of one of the %s, though its value were a text',
    (kind) => {
      expect(keysOf({ components: { [kind]: { description: 'a reference' } } })).toEqual([]);
    },
  );

  test.each([
    ['the value of an example', { examples: { QRIS: { value: { description: 'Laundry', summary: 'x' } } } }],
    ['an example of a schema', { schemas: { Order: { examples: [{ description: 'Laundry' }] } } }],
    ['the example of a parameter', { parameters: [{ name: 'id', example: { description: 'Laundry' } }] }],
    ['a default', { schemas: { Order: { default: { description: 'Laundry' } } } }],
    ['a constant', { schemas: { Order: { const: { description: 'Laundry' } } } }],
    ['a value of an enum', { schemas: { Order: { enum: [{ description: 'Laundry' }] } } }],
    ['a program', { 'x-codeSamples': [{ lang: 'PHP', summary: 'x', description: 'x', source: 'x' }] }],
    ['the title of the document', { info: { title: 'Payments' } }],
  ])('%s', (_, document) => {
    expect(keysOf(document)).toEqual([]);
    expect(mapProse(document, () => 'translated')).toEqual(document);
  });
});

test('a list entry is keyed by its name, so a new entry before it changes no key', () => {
  const id = { name: 'id', in: 'path', description: 'The id.' };
  const wait = { name: 'wait', in: 'query', description: 'How long.' };
  expect(keysOf({ parameters: [id] })).toEqual(['parameters/id/description']);
  expect(keysOf({ parameters: [wait, id] })).toEqual(['parameters/wait/description', 'parameters/id/description']);
  expect(keysOf({ oneOf: [{ description: 'First.' }, { description: 'Second.' }] })).toEqual([
    'oneOf/0/description',
    'oneOf/1/description',
  ]);
});

test('translating returns a copy: the document itself is unchanged', () => {
  const document = { info: { description: 'Pay.', version: '1.0.0' }, servers: [{ url: '/', description: 'Here.' }] };
  const before = structuredClone(document);
  expect(mapProse(document, ({ text }) => text.toUpperCase())).toEqual({
    info: { description: 'PAY.', version: '1.0.0' },
    servers: [{ url: '/', description: 'HERE.' }],
  });
  expect(document).toEqual(before);
});
