import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestEvent, sign } from '@kgiton/sdk/webhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve } from '../../support/http-server.js';
import { createTypeScriptProject, type TypeScriptProject } from '../../support/typescript-project.js';
import { allSnippets, isEndpoint } from './snippets.js';

const secret = 'whsec_test_kgiton';
const endpoints = allSnippets().filter(({ code }) => isEndpoint(code));

/** Serves what a snippet exports, a fetch handler, as its framework would. */
const SERVE_EXPORT = `
import { createServer } from 'node:http';
const { POST, default: app } = await import(process.argv[2]);
createServer(async (incoming, outgoing) => {
  const request = new Request('http://localhost' + incoming.url, {
    method: incoming.method, headers: incoming.headers, body: incoming, duplex: 'half',
  });
  const response = await (POST ?? app.fetch)(request);
  outgoing.writeHead(response.status).end(await response.text());
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

let project: TypeScriptProject;
beforeAll(async () => {
  project = await createTypeScriptProject();
  await project.compile(
    Object.fromEntries(endpoints.map(({ name, code }) => [name, code.replaceAll('3000', 'Number(process.env.PORT)')])),
  );
  await writeFile(join(project.folder, 'serve-export.js'), SERVE_EXPORT);
});
afterAll(() => project[Symbol.asyncDispose]());

test('there is an endpoint for Express, Fastify, Hono and Next.js', () => {
  const frameworks = ["'express'", "'fastify'", "'hono'", 'export const POST'];
  for (const framework of frameworks) expect(endpoints.filter(({ code }) => code.includes(framework))).not.toEqual([]);
});

test.each(endpoints)('the $name takes a signed webhook once, and refuses a forged one', async ({ name, code }) => {
  const port = await freePort();
  const script = /^export /m.test(code) ? ['serve-export.js', `./${name}.js`] : [`${name}.js`];
  const child = spawn(process.execPath, script, {
    cwd: project.folder,
    env: { ...process.env, PORT: String(port), KGITON_WEBHOOK_SECRET: secret },
  });
  let output = '';
  child.stdout.on('data', (data) => {
    output += data;
  });
  const url = `http://127.0.0.1:${port}/webhook/payment`;
  const body = JSON.stringify(createTestEvent({ transaction_id: 'TRX-é-1', amount: 75_000 }));
  const post = async (key: string) => {
    const headers = { 'content-type': 'application/json', 'x-kgiton-signature': sign(body, key) };
    return (await fetch(url, { method: 'POST', body, headers })).status;
  };
  try {
    await expect.poll(() => post('forged').catch(() => 0)).toBe(401);
    expect([await post(secret), await post(secret)]).toEqual([200, 200]);
    await expect.poll(() => output).toContain('Paid: TRX-é-1 75000');
    expect(output.match(/Paid:/g)).toHaveLength(1);
  } finally {
    child.kill();
    await once(child, 'exit');
  }
});

async function freePort(): Promise<number> {
  await using server = await serve(() => {});
  return Number(new URL(server.url).port);
}
