import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requests, sampleOf, webhooks } from './code-samples.js';
import { describeInLanguage, keyOfLanguage, type Language, languagesWithPackage } from './languages.js';
import { runToEnd } from './processes.js';

const LICENSE = 'SANDB-ACTIV-E0000-00000-00001';
const PREPARING = 240_000; // Go compiles its standard library the first time

/** Every program with our package, and what its message names when a required variable is missing. */
const programs = [
  {
    name: 'QRIS',
    find: (label: string) => sampleOf(requests, label),
    required: { KGITON_API_KEY: /KGITON_API_KEY/, KGITON_LICENSE_KEY: /license[ _]?key/i },
    generates: true,
  },
  {
    name: 'CHECKOUT_PAGE',
    find: (label: string) => sampleOf(requests, label, 'generatePayment', 'CHECKOUT_PAGE'),
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

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterAll(() => sandbox.close());

for (const language of languagesWithPackage) {
  describeInLanguage(language, `the environment of the samples in ${language.label}`, () => tests(language));
}

function tests({ label, lang, prepare }: Language) {
  test.each(programs)('$name: the first lines name each variable that the program reads', ({ find, required }) => {
    const { source } = find(label);
    const [header = ''] = /^[\s\S]*?(?=^(?:import|require|package|use) )/m.exec(source) ?? [];
    for (const name of [...Object.keys(required), ...(source.match(/\bKGITON_[A-Z_]+\b|\bPORT\b/g) ?? [])]) {
      expect(header).toContain(name);
    }
  });

  // A server runs the webhook handler in PHP: it answers 500 to each webhook instead (webhook-handler.test.ts).
  const run = programs.filter(({ name }) => !(lang === 'PHP' && name === 'webhook'));
  test.each(run)(
    '$name: says on one line which required variable is missing, and runs without the optional ones',
    {
      timeout: PREPARING,
    },
    async ({ name, find, required, generates }) => {
      await using program = await prepare(find(label).source);
      const environment = {
        KGITON_BASE_URL: sandbox.url,
        KGITON_API_KEY: `kgiton_environment_${keyOfLanguage(label)}_${name}`,
        KGITON_LICENSE_KEY: LICENSE,
      };
      for (const [variable, named] of Object.entries(required)) {
        const { [variable]: _, ...others }: Record<string, string> = environment;
        const { exitCode, stdout, stderr } = await runToEnd(program, others);
        expect(exitCode).not.toBe(0);
        expect(stdout).toBe('');
        expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(named)]);
      }
      if (generates) {
        const { exitCode, stderr } = await runToEnd(program, environment);
        expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
        const [payment] = await sandbox.payments(environment.KGITON_API_KEY);
        expect(payment?.request).toMatchObject({ payment_type: name, license_key: LICENSE });
        expect(payment?.request).not.toHaveProperty('webhook_url');
      }
    },
  );
}
