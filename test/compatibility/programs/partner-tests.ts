// A partner's tests against the sandbox, to be type-checked by each version of TypeScript. They never run.
import {
  createSandbox,
  type Delivery,
  LICENSE_KEYS,
  type Payment,
  type RunningSandbox,
  SandboxError,
  type SandboxOptions,
  startSandbox,
} from '@kgiton/sandbox';

const options: SandboxOptions = {
  seed: 'partner',
  latency: [10, 20],
  licenses: { 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE': 3 },
};

export async function paid(transactionId: string): Promise<string> {
  const sandbox = createSandbox({ ...options, fetch: async (request: Request) => new Response(await request.text()) });
  const response: Response = await sandbox.fetch('http://localhost/health');
  const payment: Payment = await sandbox.pay(transactionId);
  const delivery: Delivery = await sandbox.waitForDelivery({ id: transactionId });
  await sandbox.advance({ minutes: 30 });
  const running: RunningSandbox = await startSandbox({ port: 0, host: '127.0.0.1' });
  const address: string = running.url;
  await running.close();
  // @ts-expect-error a port is a number
  await startSandbox({ port: '0' });
  return [response.status.toFixed(), payment.transactionId, delivery.attempts.length.toFixed(), address].join();
}

export function reason(error: unknown): string {
  const keys: string[] = LICENSE_KEYS.map(({ key }) => key);
  return error instanceof SandboxError ? error.reason : keys.join();
}
