import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../../../scripts/ports.js';
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
  /** The program that it talks to, by its place: it listens until the end of the test. */
  server?: string;
  /** Checks what it printed, and what became of the sandbox. */
  check(run: Run): unknown;
}

/** A program that listens until it is stopped. */
interface ServerProgram extends Pick<Program, 'does'> {
  /** Checks how it responds. */
  use(url: string, sandbox: RunningSandbox): Promise<unknown>;
}

const isScanned = ({ stdout }: Run) => expect(stdout).toMatch(/^Scan http:\S+\.png before 20\S+Z\n$/);

/** What the pages say that their programs do, by their place. A program that is new needs a line here. */
const programs: Readonly<Record<string, Program | ServerProgram>> = {
  'quickstart#sdk': {
    does: 'creates a payment and prints where its QR code is, and until when it is valid',
    check: isScanned,
  },
  'libraries#sdk': {
    does: 'creates a payment and prints where its QR code is, and until when it is valid',
    check: isScanned,
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
  'apps#server': {
    does: 'takes orders at its own prices, and shows each to its customer only',
    async use(url, sandbox) {
      const as = (user?: string) => ({ 'content-type': 'application/json', ...(user && { authorization: user }) });
      const place = (order: object, user?: string) =>
        fetch(`${url}/orders`, { method: 'POST', headers: as(user), body: JSON.stringify(order) });
      expect((await place({ service: 'wash' })).status).toBe(401);
      expect((await place({ service: 'toString' }, 'Ani')).status).toBe(400);
      const placed = await place({ service: 'iron', amount: 1 }, 'Ani');
      const { id, amount, qrContent } = (await placed.json()) as Record<string, string>;
      const payment = await sandbox.payment(`${id}`, API_KEY);
      expect([placed.status, amount, qrContent]).toEqual([201, 25_000, payment?.response.qris?.qr_content]);
      const statusFor = async (user?: string) => {
        const response = await fetch(`${url}/orders/${id}`, { headers: as(user) });
        return response.ok ? ((await response.json()) as { status: string }).status : response.status;
      };
      expect([await statusFor('Ani'), await statusFor('Budi'), await statusFor()]).toEqual(['pending', 404, 404]);
      const forged = { event: 'payment.success', transaction_id: id, amount };
      const { status } = await fetch(`${url}/webhook/payment`, { method: 'POST', body: JSON.stringify(forged) });
      expect([status, await statusFor('Ani')]).toEqual([401, 'pending']);
      await sandbox.pay(`${id}`, API_KEY);
      await expect.poll(() => statusFor('Ani')).toBe('paid');
    },
  },
  'apps#app': {
    does: 'places an order on the server above, and shows when it is paid',
    server: 'apps#server',
    async meanwhile(sandbox) {
      const pending = async () =>
        (await sandbox.payments(API_KEY)).find(
          (one) => one.request.amount === 50_000 && !one.paidAt && one.transactionId.length === 36,
        );
      await expect.poll(pending).toBeDefined();
      await sandbox.pay((await pending())?.paymentId ?? '', API_KEY);
    },
    check: ({ stdout }) => expect(stdout).toMatch(/^Draw as a QR code: 000201\S.+\nThen show: paid\n$/),
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
/** Where servers of the guides listen. */
let handler: number;
let project: TypeScriptProject;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  project = await createTypeScriptProject();
  handler = await freePort();
  const ports = { sandbox: Number(new URL(sandbox.url).port), handler };
  await project.compile(Object.fromEntries(snippets.map(({ place, code }) => [nameOf(place), withPorts(code, ports)])));
});
afterAll(async () => {
  await sandbox?.close();
  await project?.[Symbol.asyncDispose]();
});

test('every program of the guides is checked', () => {
  expect(snippets.map(({ place }) => place).sort()).toEqual(Object.keys(programs).sort());
});

test('both languages show the same programs', () => {
  expect(blocksIn('ts', 'id')).toEqual(snippets);
});

for (const { place } of snippets) {
  test(`the program at ${place} compiles as strict TypeScript, runs, and ${programs[place]?.does}`, async () => {
    const program = programs[place];
    if (!program) throw new Error(`${place}: what does it do?`);
    if ('use' in program) {
      await using server = await serve(place);
      await program.use(server.url, sandbox);
      return;
    }
    await using _server = program.server === undefined ? undefined : await serve(program.server);
    const [{ stdout, stderr }] = await Promise.all([project.run(nameOf(place)), program.meanwhile?.(sandbox)]);
    expect(stderr).toBe('');
    await program.check({ stdout, sandbox });
  });
}

/** Starts a program that listens, and stops it at the end. */
async function serve(place: string): Promise<AsyncDisposable & { url: string }> {
  const env = { ...process.env, HOST: '127.0.0.1', PORT: String(handler) };
  const child = spawn(process.execPath, [join(project.folder, `${nameOf(place)}.js`)], { env });
  const exit = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), exit]);
  if (child.exitCode !== null) throw new Error(`${place} does not listen.`);
  return {
    url: `http://127.0.0.1:${handler}`,
    async [Symbol.asyncDispose]() {
      child.kill();
      await exit;
    },
  };
}
