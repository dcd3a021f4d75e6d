import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTypeScriptProject, type TypeScriptProject } from '../../../../test/support/typescript-project.js';
import { blocksIn, withPorts } from './pages.js';

const API_KEY = 'kgiton_your_api_key_here';

/** A program of a guide that has run. */
interface Run {
  stdout: string;
  sandbox: RunningSandbox;
}

/** What a page says of a program. */
interface Program {
  /** What the test says that it does. */
  does: string;
  /** What the customer does while it runs. */
  meanwhile?(sandbox: RunningSandbox): Promise<unknown>;
  /** Checks what it printed, and what became of the sandbox. */
  check(run: Run): unknown;
}

const isScanned = ({ stdout }: Run) => expect(stdout).toMatch(/^Scan http:\S+\.png before 20\S+Z\n$/);

/** What the pages say that their programs do, by their place. A program that is new needs a line here. */
const programs: Readonly<Record<string, Program>> = {
  'quickstart#sdk': { does: 'creates a payment and says where its code is, and until when', check: isScanned },
  'libraries#sdk': { does: 'creates a payment and says where its code is, and until when', check: isScanned },
  'checkout-page#create': {
    does: 'creates a page with a bill, which opens in a browser and can be paid there',
    async check({ stdout, sandbox }) {
      const [, address = ''] = /^Send the customer to (http:\S+)\n$/.exec(stdout) ?? [];
      const page = await (await fetch(address)).text();
      for (const shown of ['Laundry 5kg', 'Delivery', '125.000']) expect(page).toContain(shown);
      const [, action = ''] = /<form[^>]* action="([^"]+)"/.exec(page) ?? [];
      await fetch(new URL(action, address), { method: 'POST', redirect: 'manual' });
      expect((await sandbox.payment('INV-12345', API_KEY))?.paidAt).toBeDefined();
    },
  },
  'payment-status#counter': {
    does: 'shows a code, waits until the customer has paid, and prints one receipt',
    async meanwhile(sandbox) {
      await expect.poll(() => sandbox.payment('COUNTER-1', API_KEY)).toBeDefined();
      await sandbox.pay('COUNTER-1', API_KEY);
    },
    check: ({ stdout }) => expect(stdout).toMatch(/^Show http:\S+\.png\nPrint the receipt: COUNTER-1 50000\n$/),
  },
  'errors#handle': {
    does: 'is told that the license key has no token, and says whom that concerns',
    check: ({ stdout }) => expect(stdout).toBe('Tell the owner: top up or renew the license key.\n'),
  },
  'testing#typescript': {
    does: 'is a test that passes',
    check: ({ stdout }) => {
      expect(stdout).toContain('an order is paid once its webhook has arrived');
      expect(stdout).toMatch(/^(#|ℹ) pass 1$/m);
      expect(stdout).toMatch(/^(#|ℹ) fail 0$/m);
    },
  },
};

const snippets = blocksIn('ts', 'en');
const nameOf = (place: string) => place.replaceAll(/\W/g, '-');

let sandbox: RunningSandbox;
let project: TypeScriptProject;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  project = await createTypeScriptProject();
  const ports = { sandbox: Number(new URL(sandbox.url).port), handler: 9 };
  await project.compile(Object.fromEntries(snippets.map(({ place, code }) => [nameOf(place), withPorts(code, ports)])));
});
afterAll(async () => {
  await sandbox?.close();
  await project?.[Symbol.asyncDispose]();
});

test('no program of the guides is overlooked', () => {
  expect(snippets.map(({ place }) => place).sort()).toEqual(Object.keys(programs).sort());
});

test('both languages show the same programs', () => {
  expect(blocksIn('ts', 'id')).toEqual(snippets);
});

for (const { place } of snippets) {
  test(`the program at ${place} compiles as strict TypeScript, runs, and ${programs[place]?.does}`, async () => {
    const program = programs[place];
    const [{ stdout, stderr }] = await Promise.all([project.run(nameOf(place)), program?.meanwhile?.(sandbox)]);
    expect(stderr).toBe('');
    await program?.check({ stdout, sandbox });
  });
}
