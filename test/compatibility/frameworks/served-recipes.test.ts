import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestEvent, sign } from '@kgiton/sdk/webhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve } from '../../support/http-server.js';
import { fencedBlocks } from '../../support/typescript-project.js';
import {
  createFrameworkProject,
  describeWithFrameworks,
  type FrameworkProject,
  readSdkReadme,
  recipe,
} from './recipes.js';

const secret = 'whsec_test_kgiton';
const LISTEN = "(server) => server.listen(Number(process.env.PORT), '127.0.0.1')";

/** How each framework serves what its recipe exports or registers: the framework's own code. */
const servers: Record<string, string> = {
  nest: "await import('./nest.js');",
  'functions-framework': `
    import { getTestServer } from '@google-cloud/functions-framework/testing';
    await import('./functions-framework.js');
    (${LISTEN})(getTestServer('paymentWebhook'));`,
  firebase: `
    import { http } from '@google-cloud/functions-framework';
    import { getTestServer } from '@google-cloud/functions-framework/testing';
    import { paymentWebhook } from './firebase.js';
    http('paymentWebhook', paymentWebhook);
    (${LISTEN})(getTestServer('paymentWebhook'));`,
  // What Next.js does with a file under pages/api.
  'next-pages': `
    import { createServer } from 'node:http';
    import resolver from 'next/dist/server/api-utils/node/api-resolver.js';
    import * as page from './next-pages.js';
    const context = { previewModeId: '1', previewModeEncryptionKey: '2', previewModeSigningKey: '3', dev: false };
    (${LISTEN})(createServer((request, response) => resolver.apiResolver(request, response, {}, page, context, false)));`,
  // What Next.js hands to a route of the app router.
  'next-app': `
    import { createServer } from 'node:http';
    import { NextRequest } from 'next/server.js';
    import { POST } from './next-app.js';
    (${LISTEN})(createServer(async (incoming, outgoing) => {
      const { method, headers } = incoming;
      const request = new NextRequest('http://shop.id' + incoming.url, { method, headers, body: incoming, duplex: 'half' });
      const response = await POST(request);
      outgoing.writeHead(response.status).end(await response.text());
    }));`,
};

/** Recipes that lack a line, with the status that a signed webhook of 200 KB is answered with then. */
const lacking: Record<string, { of: string; line: string; instead: string; status: number }> = {
  'nest-without-raw-body': { of: 'nest', line: ', { rawBody: true }', instead: '', status: 500 },
  'nest-without-limit': {
    of: 'nest',
    line: "app.useBodyParser('json', { limit: '1mb' });",
    instead: '',
    status: 413,
  },
  'next-pages-with-parser': { of: 'next-pages', line: 'bodyParser: false', instead: 'bodyParser: true', status: 500 },
};

describeWithFrameworks('the recipes of the SDK, each in its framework:', () => {
  let project: FrameworkProject;
  beforeAll(async () => {
    project = await createFrameworkProject();
    const route = fencedBlocks(await readSdkReadme(), 'ts').find((code) => code.includes('export const POST')) ?? '';
    const sources: Record<string, string> = { 'next-app': route };
    for (const name of Object.keys(servers)) sources[name] ??= await recipe(name);
    for (const [name, { of, line, instead }] of Object.entries(lacking)) {
      expect(sources[of]).toContain(line);
      sources[name] = sources[of]?.replace(line, instead) ?? '';
    }
    await project.compile(Object.fromEntries(Object.entries(sources).map(([name, code]) => [name, onFreePort(code)])));
    for (const name of Object.keys(sources)) {
      const of = lacking[name]?.of ?? name;
      const server = servers[of]?.replace(`./${of}.js`, `./${name}.js`) ?? '';
      await writeFile(join(project.folder, `serve-${name}.js`), server);
    }
  }, 180_000);
  afterAll(() => project?.[Symbol.asyncDispose]());

  /** Serves a recipe while the work is done. */
  async function serving(name: string, work: (post: Post, output: () => string) => Promise<void>) {
    const port = await freePort();
    const child = spawn(process.execPath, [`serve-${name}.js`], {
      cwd: project.folder,
      env: { ...process.env, PORT: String(port), KGITON_WEBHOOK_SECRET: secret },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        output += data;
      });
    }
    const post: Post = async (body, key = secret) => {
      const headers = { 'content-type': 'application/json', 'x-kgiton-signature': sign(body, key) };
      const url = `http://127.0.0.1:${port}/webhook/payment`;
      return (await fetch(url, { method: 'POST', body, headers })).status;
    };
    try {
      // It answers as soon as it is there; to what is forged, or to what its framework parsed.
      await expect.poll(() => post('{}', 'forged').catch(() => output), { timeout: 30_000 }).toBeTypeOf('number');
      await work(post, () => output);
    } finally {
      await end(child);
    }
  }

  // Spaces and escapes that no parser and serializer would bring back.
  const bodyOf = (properties = {}) =>
    JSON.stringify({ ...createTestEvent({ transaction_id: 'TRX-é-1', amount: 75_000 }), ...properties }, null, '\r\n');

  test.each(Object.keys(servers))('%s takes a signed webhook once, byte for byte, and refuses a forged one', (name) =>
    serving(name, async (post, output) => {
      const body = bodyOf().replace('é', '\\u00e9');
      expect([await post(body), await post(body)]).toEqual([200, 200]);
      await expect.poll(output).toContain('Paid: TRX-é-1 75000');
      expect(output().match(/Paid:/g)).toHaveLength(1);
      expect(await post(body, 'forged')).toBe(401);
    }),
  );

  test('nest takes more than its own 100 KB, as its recipe says', () =>
    serving('nest', async (post) => {
      expect(await post(bodyOf({ note: 'x'.repeat(200_000) }))).toBe(200);
      expect(await post(bodyOf({ note: 'x'.repeat(2_000_000) }))).toBe(413);
    }));

  test.each(Object.entries(lacking))('%s does not do: that line of the recipe is needed', (name, { status }) =>
    serving(name, async (post) => {
      expect(await post(bodyOf({ note: 'x'.repeat(200_000) }))).toBe(status);
    }),
  );
});

/** The code as a test can run it beside others. */
function onFreePort(code: string): string {
  return code.replace('listen(3000)', "listen(Number(process.env.PORT), '127.0.0.1')");
}

type Post = (body: string, key?: string) => Promise<number>;

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill();
  await once(child, 'exit');
}

async function freePort(): Promise<number> {
  await using server = await serve(() => {});
  return Number(new URL(server.url).port);
}
