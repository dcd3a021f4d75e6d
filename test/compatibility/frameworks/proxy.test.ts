import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { responseExamples } from '@kgiton/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { selfSigned } from '../../support/certificate.js';
import { startConnectProxy } from '../../support/connect-proxy.js';
import { createFrameworkProject, type FrameworkProject, recipe } from './recipes.js';

const PAY = `
const { payment_id } = await kgiton.partnerPayment.generateQris({
  transactionId: 'TRX-2026-001', amount: 50000, licenseKey: 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX',
});
console.log(payment_id);
`;

let project: FrameworkProject;
let server: ReturnType<typeof createServer>;
beforeAll(async () => {
  const certificate = await selfSigned();
  server = createServer(certificate, (_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(responseExamples.generatePayment['200'].QRIS));
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  project = await createFrameworkProject();
  await project.compile({ pay: (await recipe('proxy')) + PAY });
  await writeFile(join(project.folder, 'authority.pem'), certificate.cert);
}, 180_000);
afterAll(async () => {
  server?.close();
  await project?.[Symbol.asyncDispose]();
});

const { HTTPS_PROXY: _, https_proxy: __, NO_PROXY: ___, no_proxy: ____, ...environment } = process.env;

function pay(more: NodeJS.ProcessEnv): Promise<{ stdout: string }> {
  const { port } = server.address() as AddressInfo;
  const env = { ...environment, KGITON_BASE_URL: `https://127.0.0.1:${port}`, ...more };
  return promisify(execFile)(process.execPath, ['pay.js'], { cwd: project.folder, env });
}

test('the recipe for proxies pays through a tunnel, to a server whose authority NODE_EXTRA_CA_CERTS names', async () => {
  await using proxy = await startConnectProxy();
  const { stdout } = await pay({ HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: join(project.folder, 'authority.pem') });
  expect(stdout).toBe('PAY-ABC123\n');
  expect(proxy.tunnels).toHaveLength(1);
});

test('without NODE_EXTRA_CA_CERTS the error says to set it', async () => {
  await using proxy = await startConnectProxy();
  const { stderr } = await pay({ HTTPS_PROXY: proxy.url }).catch((error) => error);
  expect(stderr).toMatch(/self-signed certificate; name its authority in NODE_EXTRA_CA_CERTS\./);
});
