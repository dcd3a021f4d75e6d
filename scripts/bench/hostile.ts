import { API_KEY_HEADER, operationRequests, type PartnerPaymentRequest } from '@kgiton/contract';
import { createSandbox, LICENSE_KEYS } from '@kgiton/sandbox';
import { alternate } from './measure.js';
import type { Comparison } from './report.js';

const ROUNDS = 9;

/** The longest body that the sandbox reads, less some room for the rest of a request. */
const LENGTH = 2 ** 20 - 1_000;

/** Bodies that would cost much more than others of their length. */
const BODIES: Record<string, string> = {
  'wrong items': within(`"items":[${filled('{},')}{}]`),
  'items that are right': within(`"items":[${filled('{"id":"","name":"","price":0,"quantity":1},')}{}]`),
  'lists in lists': within(`"more":${'['.repeat(LENGTH / 2)}${']'.repeat(LENGTH / 2)}`),
  'numbers and an e-mail address': within(`"more":["a@b.id",${filled('0,')}0]`),
  'unknown properties': within(numbered((count) => `"m${count}":1`)),
  'unknown properties, as many as are read': within(numbered((count) => `"${count}${'-'.repeat(28)}":1`)),
  'a property with a long name': within(`"${filled('A-')}":1`),
  'a long text': within(`"description":"${filled('x')}"`),
  'a long URL': within(`"webhook_url":"http://a?${filled('?/')} "`),
  'a long address': within(`"customer_email":"a@${filled('a.')}!"`),
  'a long number': within(`"amount":${filled('9')}`),
  'no JSON': filled('{'),
};

/** What the costliest bodies take, against parsing as many bytes of the costliest JSON. */
export async function benchHostile(): Promise<Comparison[]> {
  const sandbox = createSandbox();
  const { method, path } = operationRequests.generatePayment;
  const headers = { [API_KEY_HEADER]: 'kgiton_test', 'content-type': 'application/json' };
  const objects = `[${filled('{},')}{}]`;
  const times = await alternate(
    {
      parsing: async () => timed(() => JSON.parse(objects)),
      ...Object.fromEntries(
        Object.entries(BODIES).map(([name, body]) => [
          name,
          () => timed(async () => (await sandbox.fetch(`http://localhost${path}`, { method, headers, body })).text()),
        ]),
      ),
    },
    ROUNDS,
  );
  const { parsing, ...responses } = times as Record<string, number>;
  return Object.entries(responses).map(([name, ours]) => ({
    name: `sandbox, a body of 1 MiB: ${name}, against JSON.parse of 1 MiB of empty objects`,
    ours,
    theirs: parsing ?? Number.NaN,
    unit: 'ms',
    how: `CPU time, median of ${ROUNDS}`,
    aim: { atMost: 1 },
  }));
}

/** Milliseconds of processor time. */
async function timed(action: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await action();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** A valid request with more properties. */
function within(more: string): string {
  const request: PartnerPaymentRequest = {
    transaction_id: 'TRX-1',
    amount: 50_000,
    license_key: LICENSE_KEYS[0]?.key ?? '',
    payment_type: 'QRIS',
  };
  return `${JSON.stringify(request).slice(0, -1)},${more}}`;
}

function filled(unit: string): string {
  return unit.repeat(LENGTH / unit.length);
}

/** As many different parts as fit. */
function numbered(part: (count: number) => string): string {
  const parts: string[] = [];
  for (let count = 0, length = 0; length < LENGTH - 1_000; count++) {
    parts.push(part(count));
    length += (parts.at(-1)?.length ?? 0) + 1;
  }
  return parts.join();
}
