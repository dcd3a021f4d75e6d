import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Operation } from '../../../packages/docs/src/document.js';
import { checkoutPrograms } from '../../../packages/docs/src/operation/checkout-programs.js';
import { requests, sampleOf, webhooks } from './code-samples.js';
import { describeInLanguage, keyOfLanguage, type Language, languages, languagesWithPackage } from './languages.js';
import { freePort, runToEnd, start } from './processes.js';

const LICENSE = 'SANDB-ACTIV-E0000-00000-00001';
const PREPARING = 240_000; // Go compiles its standard library the first time

/** Every program, and what its message names when a required variable is missing. */
const programs = [
  {
    name: 'QRIS',
    find: (label: string) => sampleOf(requests, label),
    required: { KGITON_API_KEY: /KGITON_API_KEY/, KGITON_LICENSE_KEY: /license[ _]?key/i },
    generates: true,
  },
  {
    name: 'CHECKOUT_PAGE',
    find: (label: string) => {
      const sample = sampleOf(requests, label, 'generatePayment', 'CHECKOUT_PAGE');
      if (hasPackage(label)) return sample;
      const [variant = sample] = checkoutPrograms(requests[0]?.operation as Operation, [sample]);
      return variant;
    },
    required: { KGITON_API_KEY: /KGITON_API_KEY/, KGITON_LICENSE_KEY: /license[ _]?key/i },
    generates: true,
  },
  {
    name: 'status',
    find: (label: string) => sampleOf(requests, label, 'getPaymentStatus'),
    required: { KGITON_API_KEY: /KGITON_API_KEY/ },
    generates: false,
  },
  {
    name: 'webhook',
    find: (label: string) => sampleOf(webhooks, label),
    required: { KGITON_WEBHOOK_SECRET: /KGITON_WEBHOOK_SECRET/ },
    generates: false,
  },
];

/** Where the programs without a library send requests by default. Those with our packages: see the tests of each. */
const SERVER = 'https://api.kgiton.com';

const hasPackage = (label: string) => languagesWithPackage.some((one) => one.label === label);

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterAll(() => sandbox.close());

for (const language of [...languages, ...languagesWithPackage]) {
  describeInLanguage(language, `the environment of the samples in ${language.label}`, () => tests(language));
}

function tests({ label, lang, prepare }: Language) {
  test.each(programs)('$name: the first lines name each variable that the program reads', ({ find, required }) => {
    const { source } = find(label);
    const [header = ''] = /^[\s\S]*?(?=^(?:import|require|package|use|declare|set)\b)/m.exec(source) ?? [];
    for (const name of [...Object.keys(required), ...(source.match(/\bKGITON_[A-Z_]+\b|\bPORT\b/g) ?? [])]) {
      expect(header).toContain(name);
    }
  });

  // A server runs the webhook handler in PHP: it answers 500 to each webhook instead (webhook-handler.test.ts).
  const run = programs.filter(({ name }) => !(lang === 'PHP' && name === 'webhook'));
  test.each(run)(
    '$name: says on one line which required variable is missing or empty, and takes an empty optional one for none',
    { timeout: PREPARING },
    async ({ name, find, required, generates }) => {
      await using program = await prepare(find(label).source.replaceAll(SERVER, sandbox.url));
      const environment = {
        KGITON_BASE_URL: hasPackage(label) ? sandbox.url : '',
        KGITON_API_KEY: `kgiton_environment_${keyOfLanguage(label)}_${name}`,
        KGITON_LICENSE_KEY: LICENSE,
        KGITON_WEBHOOK_URL: '',
      };
      for (const [variable, named] of Object.entries(required)) {
        const { [variable]: _, ...others }: Record<string, string> = environment;
        for (const given of [others, { ...others, [variable]: '' }]) {
          const { exitCode, stdout, stderr } = await runToEnd(program, given);
          expect(exitCode).not.toBe(0);
          expect(stdout).toBe('');
          expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(named)]);
        }
      }
      if (generates) {
        const { KGITON_WEBHOOK_URL: _, ...withoutOptional } = environment;
        for (const given of [withoutOptional, environment]) {
          const { exitCode, stderr } = await runToEnd(program, given);
          expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
        }
        const [payment, ...others] = await sandbox.payments(environment.KGITON_API_KEY);
        expect(others).toEqual([]);
        expect(payment?.request).toMatchObject({ payment_type: name, license_key: LICENSE });
        expect(payment?.request).not.toHaveProperty('webhook_url');
      }
      if (name === 'status') {
        expect((await runToEnd(program, environment)).stderr).toContain('TRANSACTION_NOT_FOUND');
      }
    },
  );

  test.skipIf(['PHP', 'Shell'].includes(lang))(
    'webhook: takes an empty PORT for none',
    { timeout: PREPARING },
    async () => {
      const port = await freePort();
      await using program = await prepare(sampleOf(webhooks, label).source.replace(/\b3000\b/g, String(port)));
      await using handler = await start(program, { KGITON_WEBHOOK_SECRET: 'whsec_test_kgiton', PORT: '' }, port);
      expect(handler.isRunning()).toBe(true);
      expect((await fetch(handler.url, { method: 'POST', body: '{}' })).status).toBe(401);
    },
  );
}
