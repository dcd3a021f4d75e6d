import { readFileSync } from 'node:fs';
import { MAXIMUM_LENGTHS } from '@kgiton/contract';
import * as validators from '@kgiton/contract/validators';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { bodies, document, type Schema } from '../../../test/support/document.js';
import { invalidRequests } from '../../../test/support/invalid-requests.js';
import { runs } from '../../../test/support/spread.js';
import { violations } from '../../../test/support/validate.js';

const { validateErrorResponse, validatePartnerPaymentRequest, validatePartnerPaymentResponse } = validators;
const { validatePaymentSuccessEvent } = validators;

const qris = {
  transaction_id: 'TRX-1',
  amount: 50_000,
  license_key: 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX',
  payment_type: 'QRIS',
};
const checkout = { ...qris, payment_type: 'CHECKOUT_PAGE' };
const item = { id: '1', name: 'Laundry', price: 50_000, quantity: 1 };

/** Each validator, with its schema and the examples of bodies with that schema. */
const cases = Object.entries(validators).map(([name, validate]) => {
  const schema = document.components.schemas[name.replace('validate', '')] ?? {};
  const examples = bodies
    .flatMap(({ body }) => Object.values(body.examples ?? {}))
    .map(({ value }) => value)
    .filter((value) => violations(schema, value).length === 0);
  return { name, validate, schema, examples };
});

test('a validator stops at the most errors that it tells, however many there are', () => {
  let reads = 0;
  const wrong = Object.defineProperty({}, 'price', { enumerable: true, get: () => ++reads && 'none' });
  const errors = validatePartnerPaymentRequest({ ...checkout, items: Array(1_000).fill(wrong) });
  expect(errors).toHaveLength(100);
  // Each of these items has four.
  expect(reads).toBeLessThan(300);
});

/** The paths of what Ajv finds at run time. */
function expectedPaths(schema: Schema, value: unknown): string[] {
  const paths = violations(schema, value)
    .filter((line) => !/must match "(then|else)" schema$/.test(line))
    .map((line) => {
      const [, path = '', missing] = /^(\S+) must (?:have required property '(.+)')?/.exec(line) ?? [];
      return `${path.replace('(whole)', '')}${missing ? `/${missing}` : ''}`;
    });
  return [...new Set(paths)].sort();
}

function paths(found: validators.Violation[]): string[] {
  return found.map(({ path }) => path);
}

const odd = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.constantFrom(999, 1000, 1000.5, 10_000_000, 10_000_001, 1e300, Number.POSITIVE_INFINITY, -0, 0, 1, 1440, 1441),
  fc.constantFrom('QRIS', 'CHECKOUT_PAGE', 'payment.success', '', 'TRX 1', 'a'.repeat(50), 'a'.repeat(51), '\ud800'),
  fc.constantFrom('http://', 'http://a b', 'https://a.example/b?c#d', 'ftp://a.example', 'a@example.com', 'a@'),
  fc.constantFrom('2026-01-15T10:30:00Z', '2026-02-30T10:30:00Z', '2026-01-15T10:30:00+07:00', '2026-01-15T10:30:00z'),
  fc.constantFrom(null, true, false, [], {}, [{}], [null], JSON.parse('{"__proto__": {"amount": 5000}}')),
);

/** `value` with any of its parts omitted or odd. */
function distorted(value: unknown): fc.Arbitrary<unknown> {
  const near = Array.isArray(value)
    ? fc.array(fc.oneof(...value.map(distorted)), { maxLength: 3 })
    : typeof value === 'object' && value !== null
      ? fc.record(Object.fromEntries(Object.entries(value).map(([name, property]) => [name, distorted(property)])), {
          requiredKeys: [],
        })
      : fc.constant(value);
  return fc.oneof({ weight: 9, arbitrary: near }, { weight: 1, arbitrary: odd });
}

test('each schema of a request, response or event body has a validator', () => {
  expect(Object.keys(validators).sort()).toEqual([
    'validateErrorResponse',
    'validatePartnerPaymentRequest',
    'validatePartnerPaymentResponse',
    'validatePaymentStatusResponse',
    'validatePaymentSuccessEvent',
  ]);
  expectTypeOf(validatePartnerPaymentRequest).toEqualTypeOf<(value: unknown) => validators.Violation[]>();
  expectTypeOf<validators.Violation>().toEqualTypeOf<{ path: string; message: string }>();
});

test('the module imports nothing, and names no file of the machine that built it', () => {
  for (const file of ['../generated/validators.ts', '../dist/validators.js']) {
    const source = readFileSync(new URL(file, import.meta.url), 'utf8');
    expect(source).not.toMatch(
      /^\s*import\b|\bimport\(|\bfrom ['"]|require\(|node_modules|process\.|scripts\/(?!generate from)/m,
    );
  }
});

describe.each(cases)('$name', ({ validate, schema, examples }) => {
  test('finds nothing in any example of the document', () => {
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(validate(example)).toEqual([]);
  });

  test('finds the same properties as Ajv at run time, each once', () => {
    const base = Object.assign({}, ...examples);
    const values = fc.oneof(odd, distorted(base), ...examples.map(distorted));
    fc.assert(
      fc.property(values, (value) => {
        const before = structuredClone(value);
        const found = paths(validate(value));
        expect(found.toSorted()).toEqual(expectedPaths(schema, value));
        expect(found.length === 0).toBe(violations(schema, value).length === 0);
        expect(value).toEqual(before);
      }),
      runs(3000),
    );
  });

  test('says what was expected, and does not quote the value', () => {
    fc.assert(
      fc.property(distorted(examples[0]), fc.uuid(), (value, secret) => {
        const marked = JSON.parse(JSON.stringify({ ...(value as object), [secret]: 1 }), (_key, part) =>
          typeof part === 'string' ? `${part} ${secret}` : part,
        );
        for (const { path, message } of validate(marked)) {
          expect(message).toMatch(/^(is|must) /);
          expect(`${path} ${message}`).not.toContain(secret);
        }
      }),
      runs(300),
    );
  });
});

describe('a payment request', () => {
  const json = invalidRequests.filter(({ status, body }) => status === 400 && typeof body !== 'string');
  test.each(json)('is rejected with $name', ({ body, code }) => {
    const found = paths(validatePartnerPaymentRequest(body));
    expect(found.toSorted()).toEqual(expectedPaths(document.components.schemas.PartnerPaymentRequest ?? {}, body));
    const property = { INVALID_AMOUNT: '/amount', INVALID_PAYMENT_TYPE: '/payment_type' }[code];
    if (property) expect(found).toContain(property);
    expect(found.length).toBeGreaterThan(0);
  });

  const rows: [unknown, [string, string][]][] = [
    [undefined, [['', 'must be an object']]],
    [{ ...qris, amount: JSON.parse('50000.0') }, []],
    [{ ...qris, unknown: 'property', items: [{ ...item, unknown: {} }] }, []],
    [{ ...qris, amount: 999 }, [['/amount', 'must be at least 1000']]],
    [{ ...qris, amount: 0.5 }, [['/amount', 'must be an integer']]],
    [{ ...qris, amount: JSON.parse('1e400') }, [['/amount', 'must be an integer']]],
    [{ ...qris, amount: 10_000_001 }, [['/amount', 'must be at most 10000000 for QRIS']]],
    [{ ...qris, amount: 1e300 }, [['/amount', 'must be at most 10000000 for QRIS']]],
    [{ ...checkout, amount: 10_000_001 }, []],
    [{ ...checkout, amount: 1e300 }, [['/amount', 'must be at most 9007199254740991']]],
    [{ ...checkout, items: [] }, []],
    [{ ...qris, transaction_id: undefined }, [['/transaction_id', 'is required']]],
    [{ ...qris, transaction_id: '' }, [['/transaction_id', 'must match pattern "^[A-Za-z0-9_-]{1,50}$"']]],
    [{ ...qris, payment_type: 1 }, [['/payment_type', 'must be one of QRIS, CHECKOUT_PAGE']]],
    [{ ...qris, webhook_url: 'example.com' }, [['/webhook_url', 'must be an http or https URL']]],
    [{ ...qris, webhook_url: 'ftp://example.com' }, [['/webhook_url', 'must be an http or https URL']]],
    [{ ...qris, webhook_url: 'https://exa mple.com' }, [['/webhook_url', 'must be a valid URL']]],
    [
      { ...qris, webhook_url: 'https://user:pass@example.com' },
      [['/webhook_url', 'must have no user and password in it']],
    ],
    [{ ...qris, back_url: 'https://user@example.com/' }, [['/back_url', 'must have no user and password in it']]],
    [{ ...qris, webhook_url: 'https://example.com/@user' }, []],
    [{ ...qris, webhook_url: 'https://example.com:65536/' }, [['/webhook_url', 'must be a valid URL']]],
    [{ ...qris, webhook_url: 'http://[::1]:65535/' }, []],
    ...['description', 'webhook_url', 'back_url', 'customer_name', 'customer_email', 'customer_phone'].flatMap(
      (name): [unknown, [string, string][]][] => [
        [{ ...qris, [name]: '' }, [[`/${name}`, 'must not be empty: leave it out']]],
        [{ ...qris, [name]: null }, [[`/${name}`, 'must not be null: leave it out']]],
      ],
    ),
    [{ ...qris, expiry_minutes: null }, [['/expiry_minutes', 'must not be null: leave it out']]],
    [{ ...qris, amount: null }, [['/amount', 'must be an integer']]],
    [{ ...qris, customer_email: 'john' }, [['/customer_email', 'must be an e-mail address']]],
    [
      { items: [item, 5, { id: 1, price: -1 }], expiry_minutes: 0, customer_name: null, payment_type: 'qris' },
      [
        ['/transaction_id', 'is required'],
        ['/amount', 'is required'],
        ['/license_key', 'is required'],
        ['/payment_type', 'must be one of QRIS, CHECKOUT_PAGE'],
        ['/expiry_minutes', 'must be at least 1'],
        ['/items/1', 'must be an object'],
        ['/items/2/id', 'must be a string'],
        ['/items/2/name', 'is required'],
        ['/items/2/price', 'must be at least 0'],
        ['/items/2/quantity', 'is required'],
        ['/customer_name', 'must not be null: leave it out'],
      ],
    ],
  ];
  test.each(rows)('%j: every problem is listed, in the order of the schema', (value, want) => {
    expect(validatePartnerPaymentRequest(value)).toEqual(want.map(([path, message]) => ({ path, message })));
  });

  test('with many wrong items lists them in order, even beyond the tenth', () => {
    const found = paths(validatePartnerPaymentRequest({ ...qris, items: Array(12).fill(0) }));
    expect(found).toEqual(Array.from({ length: 12 }, (_, index) => `/items/${index}`));
  });
});

test('a response is validated for its payment_type', () => {
  expect(validatePartnerPaymentResponse(null)).toEqual([{ path: '', message: 'must be an object' }]);
  expect(paths(validatePartnerPaymentResponse({}))).toEqual(
    Object.keys(document.components.schemas.PartnerPaymentResponse?.properties ?? {}).map((name) => `/${name}`),
  );
  const example = cases.find(({ name }) => name === 'validatePartnerPaymentResponse')?.examples[0];
  expect(example?.payment_type).toBe('QRIS');
  expect(validatePartnerPaymentResponse({ ...example, payment_type: 'OVO' })).toEqual([
    { path: '/payment_type', message: 'must be one of QRIS, CHECKOUT_PAGE' },
  ]);
  expect(validatePartnerPaymentResponse({ ...example, success: false, payment_url: 'x', qris: {} })).toEqual([
    { path: '/success', message: 'must be true' },
    { path: '/payment_url', message: 'must be null' },
    { path: '/qris/qr_content', message: 'is required' },
    { path: '/qris/qr_image_url', message: 'is required' },
  ]);
});

test('problems of an error are listed in the order of the schema', () => {
  expect(validateErrorResponse({ errors: [{}], code: 'INTERNAL_ERROR', message: '' })).toEqual([
    { path: '/success', message: 'is required' },
    { path: '/message', message: 'must not be empty' },
    { path: '/errors/0/path', message: 'is required' },
    { path: '/errors/0/message', message: 'is required' },
  ]);
});

describe('hostile input', () => {
  // Linear time is fine; quadratic time would take hours, and the test would time out. Between two and five million
  // repetitions, a regular expression may also run out of stack.
  const length = 5_000_000;
  const texts: Record<string, string> = {
    'one letter': 'a'.repeat(length),
    'an endless host': `http://${'a'.repeat(length)} `,
    'endless path segments': `http://a${'/a'.repeat(length)} `,
    'endless percent escapes': `http://a/${'%20'.repeat(length)} `,
    'endless user information': `http://${'a:'.repeat(length)}@ `,
    'an endless query': `http://a?${'?/'.repeat(length)} `,
    'an endless address': `http://[${'1:'.repeat(length)}`,
    'endless dots before the @': `${'a.'.repeat(length)}a@`,
    'endless dots behind the @': `a@${'a.'.repeat(length)}!`,
    'endless dashes behind the @': `a@${'a-'.repeat(length)}.`,
    'endless ends': `${'Z'.repeat(length)} `,
    'endless separators': 't'.repeat(length),
    'lone surrogates': '\ud800'.repeat(length),
  };
  test.each(Object.entries(texts))('%s: the validator returns, and rejects it', (_name, text) => {
    const request = { ...qris, transaction_id: text, webhook_url: text, customer_email: text };
    expect(paths(validatePartnerPaymentRequest(request))).toEqual(
      expect.arrayContaining(['/transaction_id', '/customer_email']),
    );
    expect(paths(validatePaymentSuccessEvent({ paid_at: text, signature: text }))).toEqual(
      expect.arrayContaining(['/paid_at', '/signature']),
    );
  });

  test('lists nested a million deep', () => {
    let deep: unknown[] = [];
    for (let depth = 0; depth < 1_000_000; depth++) deep = [deep];
    const found = validatePartnerPaymentRequest({ ...qris, amount: deep, items: deep, unknown: deep });
    expect(paths(found)).toEqual(['/amount', '/items/0']);
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['empty objects', {}],
    ['lists', []],
  ])('of 100,000 items that are %s, no more are looked at than can be told', (_what, wrong) => {
    const looked: string[] = [];
    const items = new Proxy(Array(100_000).fill(wrong), {
      get(target, name, receiver) {
        looked.push(String(name));
        return Reflect.get(target, name, receiver);
      },
    });
    const found = validatePartnerPaymentRequest({ ...qris, items, amount: 1, payment_type: 'qris' });
    expect(found).toHaveLength(100);
    expect(looked.length).toBeLessThan(500);
    // What decides the error code is told, however much else is wrong.
    expect(paths(found).slice(0, 2)).toEqual(['/amount', '/payment_type']);
  });

  test('too many items are wrong even if each is right', () => {
    const found = (length: number) => validatePartnerPaymentRequest({ ...qris, items: Array(length).fill(item) });
    expect(found(1_000)).toEqual([]);
    expect(found(1_001)).toEqual([{ path: '/items', message: 'must have at most 1000 items' }]);
  });

  test.each(Object.entries(MAXIMUM_LENGTHS))(
    '%s may have %d characters, however many bytes, and no more',
    (name, most) => {
      // An address ends in letters, not in emoji.
      const ends: Record<string, string> = { customer_email: '@example.com' };
      const starts: Record<string, string> = { webhook_url: 'https://a.id/', back_url: 'https://a.id/' };
      const [start = '', end = ''] = [starts[name], ends[name]];
      const fill = start || end ? 'a' : '🧺';
      const text = (length: number) => start + fill.repeat(length - start.length - end.length) + end;
      expect(validatePartnerPaymentRequest({ ...qris, [name]: text(most) })).toEqual([]);
      const message = `must have at most ${most} characters`;
      expect(validatePartnerPaymentRequest({ ...qris, [name]: text(most + 1) })).toEqual([
        { path: `/${name}`, message },
      ]);
    },
  );

  test('properties with names that every object has', () => {
    const value = JSON.parse(
      '{"__proto__": {"amount": 5000}, "constructor": 1, "toString": null, "hasOwnProperty": 0}',
    );
    expect(paths(validatePartnerPaymentRequest(value))).toEqual([
      '/transaction_id',
      '/amount',
      '/license_key',
      '/payment_type',
    ]);
    expect(({} as { amount?: number }).amount).toBeUndefined();
  });

  test('a frozen value', () => {
    const items = Object.freeze([Object.freeze({ ...item, price: -1 })]);
    expect(paths(validatePartnerPaymentRequest(Object.freeze({ ...qris, items })))).toEqual(['/items/0/price']);
  });
});
