import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSandbox, type State } from '@kgiton/sandbox';
import { expect } from 'vitest';
import { ROOT } from '../../../../scripts/paths.js';
import { documentsIn, type Reader } from './reader.js';

/** What a page says of a command. */
export interface Expectation {
  /** What the test says that it does. */
  does: string;
  /** Whether the page wants an error; without it, `"success":false` fails. */
  isError?: boolean;
  /** Checks what it printed, and what became of the sandbox and the handler. */
  check(output: string, reader: Reader): unknown;
}

const API_KEY = 'kgiton_your_api_key_here';
const LICENSE = 'SANDB-ACTIV-E0000-00000-00001';

const tokensLeft = async ({ sandbox }: Reader, apiKey: string) => (await sandbox.license(LICENSE, apiKey))?.tokens;

/** The code of a fenced block of the page. */
const shownIn = ({ page }: Reader, language: string) => page.blocks.find((block) => block.language === language)?.code;

/** Every command of the guides by its place. A command that is new needs a line here that says what it is for. */
export const expectations: Readonly<Record<string, Expectation>> = {
  'quickstart#start/2': {
    does: 'makes a folder with a package of its own, in which the rest is installed',
    check: (_, { folder }) => access(join(folder.path, 'kgiton-quickstart', 'package.json')),
  },
  'quickstart#create': {
    does: 'creates a payment; run again it gets the same response and takes no token, with another amount it is refused',
    async check(output, reader) {
      const [response = {}, ...others] = documentsIn(output);
      expect(others).toEqual([]);
      expect(response).toMatchObject({ success: true, transaction_id: 'QUICKSTART-1', amount: 50_000 });
      expect(propertyNames(response)).toEqual(propertyNames(JSON.parse(shownIn(reader, 'json') ?? '{}')));
      const { qr_image_url } = response.qris as { qr_image_url: string };
      expect((await fetch(qr_image_url)).headers.get('content-type')).toMatch(/^image\//);
      const left = await tokensLeft(reader, API_KEY);
      expect(left).toBe(999_999);
      const command = commandAt(reader, 'quickstart#create');
      expect(await reader.type(command)).toBe(output);
      const refused = documentsIn(await reader.type(command.replace('"amount": 50000', '"amount": 60000')));
      expect(refused).toMatchObject([{ code: 'DUPLICATE_TRANSACTION' }]);
      // With jq and without it.
      expect(await reader.type(`jq() { cat && echo on several lines; }\n${command}`)).toMatch(/\}on several lines\n$/);
      expect(await reader.type(`jq() { return 127; }\n${command}`)).toBe(JSON.stringify(response));
      expect(await tokensLeft(reader, API_KEY)).toBe(left);
    },
  },
  'quickstart#pay': {
    does: 'pays it, without a webhook; when it is paid already it says so',
    async check(output, reader) {
      expect(documentsIn(output)).toMatchObject([{ state: 'paid' }]);
      expect(reader.sandbox.deliveries).toEqual([]);
      expect(await reader.type(commandAt(reader, 'quickstart#pay'))).toContain('ALREADY_PAID');
    },
  },
  'quickstart#webhook/6': {
    does: 'creates a payment with a webhook and pays it, and the handler is told',
    async check(output, { paid }) {
      const [payment, outcome] = documentsIn(output);
      expect(payment).toMatchObject({ success: true, transaction_id: 'QUICKSTART-2' });
      expect(outcome).toMatchObject({ state: 'paid' });
      await expect.poll(() => paid).toEqual(['QUICKSTART-2 50000']);
    },
  },
  'quickstart#webhook/7': {
    does: 'sends the handler a signed webhook of no payment',
    check: (output, { paid }) => {
      expect(output).toMatch(/^Acknowledged: 200 /);
      expect(paid).toContain('TRX-2026-001 50000');
    },
  },
  'authentication#api-key': {
    does: 'creates a payment with the API key in its header; another key is another account',
    async check(output, reader) {
      expect(documentsIn(output)).toMatchObject([{ success: true, transaction_id: 'TRX-AUTH-001' }]);
      const another = commandAt(reader, 'authentication#api-key').replace(API_KEY, 'kgiton_another');
      expect(documentsIn(await reader.type(another))).toMatchObject([{ success: true }]);
      const refused = documentsIn(await reader.type(another.replace('kgiton_another', 'another')));
      expect(refused).toMatchObject([{ code: 'AUTHENTICATION_ERROR' }]);
    },
  },
  'authentication#api-key/2': {
    does: 'sets the variables that the samples read in every language, and prints nothing',
    async check(output, reader) {
      expect(output).toBe('');
      const code = commandAt(reader, 'authentication#api-key/2');
      const names = [...code.matchAll(/^export (\w+)=/gm)].map(([, name]) => name as string);
      expect(names).toHaveLength(3);
      const [requests, handlers] = await Promise.all([samplesOf('generate-payment'), samplesOf('payment-success')]);
      for (const [index, samples] of [requests, requests, handlers].entries()) {
        expect(samples.filter((source) => !source.includes(names[index] as string))).toEqual([]);
      }
    },
  },
  'qris#create': {
    does: 'sets the variables with which the program in cURL creates a payment in the sandbox',
    async check(_, reader) {
      const program = shownIn(reader, 'shell') ?? '';
      const [payment] = documentsIn(await reader.type(`${commandAt(reader, 'qris#create')}\n${program}`));
      expect(payment).toMatchObject({ success: true, transaction_id: 'TRX-2026-001', payment_type: 'QRIS' });
      expect((await reader.sandbox.payments(API_KEY))[0]?.request.webhook_url).toMatch(/\/webhook\/payment$/);
    },
  },
  'webhooks#test': {
    does: 'sends the handler one signed webhook, then tries it with right and wrong ones, and it passes',
    check(output, { paid }) {
      expect(output).toMatch(/^Acknowledged: 200 /);
      expect(paid[0]).toBe('TRX-2026-001 75000');
      expect(output).toMatch(/passed/);
    },
  },
  'webhooks#by-hand': {
    does: 'prints exactly the signature of the webhook at the top of the page',
    check(output, reader) {
      const [, signature] = /^X-KGiTON-Signature: (\S+)$/im.exec(shownIn(reader, 'http') ?? '') ?? [];
      expect(signature).toMatch(/^[0-9a-f]{64}$/);
      expect(output).toBe(`${signature}\n`);
    },
  },
  'testing#any-language': {
    does: 'creates a payment, pays it, and sees that one token is gone',
    check(output) {
      const [payment, outcome, license] = documentsIn(output);
      expect(payment).toMatchObject({ success: true, transaction_id: 'ORDER-1' });
      expect(outcome).toMatchObject({ state: 'paid' });
      expect(license).toMatchObject({ key: LICENSE, tokens: 999_999 });
    },
  },
  'testing#any-language/2': {
    does: 'waits until the handler has acknowledged the webhook',
    check(output, { paid }) {
      expect(output).toMatch(/"state":"delivered"/);
      expect(output.match(/"transaction_id":"ORDER-1"/g)).toHaveLength(1);
      expect(paid).toEqual(['ORDER-1 50000']);
    },
  },
  'testing#time': {
    does: 'moves the clock of its API key, and no other, by half an hour and a minute',
    check(output, { sandbox }) {
      const ahead = (apiKey: string) => (sandbox.now(apiKey) - Date.now()) / 60_000;
      expect(Math.round(ahead('kgiton_test_time'))).toBe(31);
      expect(Math.round(ahead('kgiton_test_1'))).toBe(0);
      expect(output).not.toBe('');
    },
  },
  'testing#faults': {
    does: 'lets the webhook of a payment that is still to come arrive twice, and the handler counts it once',
    async check(output, reader) {
      const { sandbox, paid } = reader;
      expect(output).toMatch(/"kind":"duplicate"/);
      const [create = ''] = commandAt(reader, 'testing#any-language').split('\n\n');
      await reader.type(create.replace('ORDER-1', 'ORDER-2').replace('kgiton_test_1', 'kgiton_test_fault'));
      await sandbox.pay('ORDER-2', 'kgiton_test_fault');
      const attempts = () => sandbox.deliveries.find(({ transactionId }) => transactionId === 'ORDER-2')?.attempts;
      await expect.poll(() => attempts()?.length).toBe(2);
      expect(paid.filter((line) => line === 'ORDER-2 50000')).toHaveLength(1);
    },
  },
  'testing#request-faults': {
    does: 'loses the response to a request, and the same request again takes no second token',
    async check(output, { sandbox }) {
      expect(output).toContain('no response to attempt 1');
      expect(output).not.toContain('no response to attempt 2');
      expect(await sandbox.payments('kgiton_test_lost')).toMatchObject([{ transactionId: 'ORDER-5' }]);
      expect(output).toContain('"tokens":999999');
    },
  },
  'testing#status': {
    does: 'withholds the webhook of a payment, pays it, and sees by its status that it is paid',
    check(output, { paid }) {
      const [fault, payment, outcome, status] = documentsIn(output);
      expect(fault).toMatchObject({ fault: { kind: 'never' } });
      expect(payment).toMatchObject({ success: true, transaction_id: 'ORDER-4' });
      expect(outcome).toMatchObject({ state: 'paid' });
      expect(output).toContain('"payment_status":"paid"');
      expect(output).toContain('"webhook_sent":false');
      expect(status).toMatchObject({ transaction_id: 'ORDER-4', amount: 50_000 });
      expect(paid).not.toContain('ORDER-4 50000');
    },
  },
  'testing#state': {
    does: 'saves what the sandbox keeps, from which another sandbox can start',
    async check(output, { sandbox, folder }) {
      expect(output).toBe('');
      const state: State = JSON.parse(await readFile(join(folder.path, 'state.json'), 'utf8'));
      await using other = createSandbox({ state });
      expect(await other.payments()).toEqual(await sandbox.payments());
    },
  },
  'testing#hosted': {
    does: 'creates an account, whose API key the sandbox knows from then on',
    async check(output, { sandbox }) {
      const { api_key } = JSON.parse(output) as { api_key: string };
      expect(api_key).toMatch(/^kgiton_\w{32}$/);
      expect(await sandbox.apiKeys()).toContain(api_key);
    },
  },
  'testing#prefer': {
    does: 'gets the 502 that it asks for, though nothing is wrong',
    isError: true,
    check(output) {
      expect(output).toMatch(/^HTTP\/1.1 502 /m);
      expect(output).toContain('"code":"GATEWAY_ERROR"');
    },
  },
  'testing#handler': {
    does: 'tries the handler with right and wrong webhooks, and tells how each one did',
    check(output, { paid }) {
      expect(output.match(/passed/g)?.length).toBeGreaterThanOrEqual(10);
      expect(paid).toContain('ORDER-1 50000');
    },
  },
};

/** The command at a place of the page. */
function commandAt({ page }: Reader, place: string): string {
  return page.blocks.find((block) => block.language === 'sh' && block.place === place)?.code ?? `: no ${place}`;
}

function propertyNames(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, property]) => [name, propertyNames(property)]));
}

async function samplesOf(operation: string): Promise<string[]> {
  const folder = join(ROOT, 'openapi/samples', operation);
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.includes('.'));
  return Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
}
