// Starts the shop together with a sandbox. Your own shop needs only main.ts.
import { startSandbox } from '@kgiton/sandbox';

const sandbox = await startSandbox({ port: Number(process.env.SANDBOX_PORT || 4020) });
process.env.KGITON_BASE_URL = sandbox.url.replace('127.0.0.1', 'localhost');
console.log(`Sandbox on ${process.env.KGITON_BASE_URL}: open it in a browser to see and pay payments`);

await import('./main.js');
