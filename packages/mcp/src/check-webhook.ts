import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ERROR, propertyOfRequest } from './documents.js';
import { type Arguments, outputSchema, result, type Tool, ToolError } from './tool.js';

const INPUT = {
  url: { type: 'string', format: 'uri', description: 'The address of the handler.' },
  transaction_id: { ...propertyOfRequest('transaction_id'), description: 'A transaction that the handler knows.' },
  amount: { ...propertyOfRequest('amount'), description: 'The amount of that transaction, in whole rupiah.' },
  probe: {
    type: 'string',
    description:
      'An address of the system under test that says how often it has counted a payment: a number, or {"count": N}. {payment_id} and {transaction_id} in it are replaced.',
  },
};

/** `kgiton-sandbox check-webhook`, which tests a handler with valid and invalid webhooks. */
export const checkWebhook: Tool = {
  name: 'check_webhook',
  title: 'Check a webhook handler',
  description:
    'Tests a webhook handler with some twenty valid and invalid webhooks, and says what is wrong with it and how to fix it. Only for a handler under test: each valid webhook reports a payment that nobody made. The handler has to verify with the webhook secret of the sandbox.',
  inputSchema: { type: 'object', properties: INPUT, required: ['url'], additionalProperties: false },
  outputSchema: outputSchema(
    {
      type: 'object',
      required: ['passed', 'results'],
      properties: {
        passed: { type: 'boolean', description: 'Whether nothing needs fixing.' },
        results: {
          type: 'array',
          description: 'Each case: its verdict, what the handler responded, and the fix.',
          items: { type: 'object', required: ['name', 'verdict'], additionalProperties: true },
        },
      },
    },
    ERROR,
  ),
  annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: true },
  async call(args, signal) {
    const { code, stdout, stderr } = await run(commandLine(args), signal);
    // It exits with 1 for a handler that needs fixing, too.
    if (!stdout.startsWith('[')) throw new ToolError('INVALID_REQUEST', asArguments(stderr.split('\n')[0] ?? ''));
    const results = JSON.parse(asArguments(stdout)) as unknown[];
    return result({ passed: code === 0, results });
  },
};

/** What the command says, with the arguments of the tool in the place of its name and options. */
function asArguments(text: string): string {
  const options = Object.keys(INPUT).map((name) => name.replaceAll('_', '-'));
  return text
    .replace(/^kgiton-sandbox: (check-webhook: )?/, '')
    .replaceAll(new RegExp(`--(${options.join('|')})\\b`, 'g'), (_, name: string) => name.replaceAll('-', '_'));
}

/** @throws {ToolError} when an argument is unknown */
function commandLine({ url, ...options }: Arguments): string[] {
  const unknown = Object.keys(options).find((name) => !(name in INPUT));
  if (unknown !== undefined) {
    throw new ToolError(
      'INVALID_REQUEST',
      `There is no argument ${unknown}. The arguments are: ${Object.keys(INPUT).join(', ')}. A secret is none of them: the webhooks are signed as those of the sandbox are.`,
    );
  }
  const flags = Object.entries(options).map(([name, value]) => `--${name.replaceAll('_', '-')}=${value}`);
  return ['check-webhook', '--json', ...flags, '--', String(url ?? '')];
}

const COMMAND = join(
  createRequire(import.meta.url).resolve('@kgiton/sandbox/package.json'),
  '../bin/kgiton-sandbox.js',
);

function run(args: string[], signal: AbortSignal): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const options = { signal, maxBuffer: 2 ** 24 };
    execFile(process.execPath, [COMMAND, ...args], options, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}
