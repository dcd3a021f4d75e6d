import { describe, expect, test } from 'vitest';
import { serve } from '../../../test/support/http-server.js';
import { startSandbox } from '../src/index.js';
import { control } from './control-api.js';
import { generate, request } from './requests.js';

/** The samples of the metrics by name and labels, after a check of the format. */
async function samples(sandbox: { url: string }): Promise<Record<string, number>> {
  const { body } = await control(sandbox, 'getMetrics');
  const lines = (body as string).trimEnd().split('\n');
  const typed = new Set<string>();
  const found: Record<string, number> = {};
  for (const line of lines) {
    const [, name, type] = /^# TYPE (\w+) (counter|gauge)$/.exec(line) ?? [];
    if (name) {
      expect(type === 'counter').toBe(name.endsWith('_total'));
      typed.add(name);
    }
    if (line.startsWith('#')) continue;
    const [, sample = '', base = '', value] = /^((\w+)(?:\{\w+="[^"]*"(?:,\w+="[^"]*")*\})?) (\S+)$/.exec(line) ?? [];
    expect(typed, line).toContain(base);
    expect(Number(value), line).not.toBeNaN();
    found[sample.replace('kgiton_sandbox_', '')] = Number(value);
  }
  return found;
}

describe('the metrics', () => {
  test('count requests by operation and status, over the socket and without one', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    await generate(sandbox, request());
    await generate(sandbox, request());
    await generate(sandbox, request({ amount: 1 }));
    await fetch(`${sandbox.url}/api/partner/payment/status/NONE`, { headers: { 'x-api-key': 'kgiton_a' } });
    await control(sandbox, 'getPayment', { name: 'NONE' });
    await control(sandbox, 'payPayment', { name: 'NONE' });
    await fetch(`${sandbox.url}/pay/NONE`);
    const found = await samples(sandbox);
    expect(found).toMatchObject({
      'requests_total{operation="generatePayment",status="200"}': 2,
      'requests_total{operation="generatePayment",status="400"}': 1,
      'requests_total{operation="getPaymentStatus",status="404"}': 1,
      'requests_total{operation="getPayment",status="404"}': 1,
      'requests_total{operation="payPayment",status="404"}': 1,
      'requests_total{operation="other",status="404"}': 1,
    });
  });

  test('count a request whose connection was cut as one without a status', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    await sandbox.setFault({ kind: 'reset' }, { apiKey: 'kgiton_test' });
    await expect(generate(sandbox, request())).rejects.toThrow();
    expect(await samples(sandbox)).toMatchObject({
      'requests_total{operation="generatePayment",status="none"}': 1,
    });
  });

  test('show requests in flight, and none once they have ended', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    // The request for the metrics itself is one.
    expect(await samples(sandbox)).toMatchObject({ requests_in_flight: 1 });
    const gone = new AbortController();
    await sandbox.setFault({ kind: 'hang' }, { apiKey: 'kgiton_test' });
    const init = { method: 'POST', body: JSON.stringify(request()), signal: gone.signal };
    const headers = { 'x-api-key': 'kgiton_test', 'content-type': 'application/json' };
    const hanging = sandbox.fetch('http://sandbox.test/api/partner/payment/generate', { ...init, headers });
    expect(await samples(sandbox)).toMatchObject({ requests_in_flight: 2 });
    gone.abort();
    await expect(hanging).rejects.toThrow();
    expect(await samples(sandbox)).toMatchObject({ requests_in_flight: 1 });
  });

  test('count the attempts of webhooks by outcome', async () => {
    const statuses = [500, 204];
    await using receiver = await serve((_request, response) => {
      response.writeHead(statuses.shift() ?? 204).end();
    });
    await using sandbox = await startSandbox({ port: 0 });
    const sent = request({ webhook_url: `${receiver.url}/webhook` });
    const nowhere = request({ webhook_url: 'http://127.0.0.1:1/webhook' });
    for (const one of [sent, nowhere]) await generate(sandbox, one);
    await sandbox.pay(sent.transaction_id);
    await sandbox.advance({ minutes: 1 });
    await sandbox.pay(nowhere.transaction_id);
    await sandbox.advance({ hours: 3 });
    expect(await samples(sandbox)).toMatchObject({
      'webhook_attempts_total{outcome="refused"}': 1,
      'webhook_attempts_total{outcome="acknowledged"}': 1,
      'webhook_attempts_total{outcome="failed"}': 5,
    });
  });

  test('tell memory and processor time', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    const found = await samples(sandbox);
    expect(found.resident_memory_bytes).toBeGreaterThan(found.heap_used_bytes ?? 0);
    expect(found.cpu_seconds_total).toBeGreaterThan(0);
  });
});
