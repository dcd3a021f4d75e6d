import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startSandbox } from '@kgiton/sandbox';
import { expect, test } from 'vitest';
import { LANGUAGES, type SentRequest } from '../../../packages/docs/browser/try/code.js';
import { describeInLanguage, languages } from './languages.js';

const run = promisify(execFile);

const API_KEY = 'kgiton_copied';

/** What a language could take for a part of its own: quotes, escapes, placeholders, spaces at the end of a line. */
const DESCRIPTION = '\'single\' "double" """triple""" \'\'\' `raw` $\u007bHOME} $HOME %s \\n \\u0041 C:\\temp 🧺 é';

const payment = JSON.stringify(
  {
    transaction_id: 'COPIED-1',
    amount: 50_000,
    license_key: 'SANDB-ACTIV-E0000-00000-00001',
    payment_type: 'QRIS',
    description: DESCRIPTION,
  },
  null,
  2,
);

/** No JSON, with a common indentation, spaces at the end of a line and a quote at its end. */
const BROKEN = '  {"transaction_id": \n   "  "';

/** The languages that write such a text in another way. */
const TEXTS_DIFFER = new Set(['Python', 'Java']);

test('the languages are those of the samples, in the same order', () => {
  expect(Object.keys(LANGUAGES)).toEqual(languages.map(({ label }) => label));
});

for (const language of languages) {
  describeInLanguage(language, `a request that is copied as ${language.label}`, () => {
    test('sends exactly its bytes, whatever they are, and asks for the status', async () => {
      await using sandbox = await startSandbox({ port: 0 });
      const post = (body: string): SentRequest => ({
        method: 'POST',
        url: `${sandbox.url}/api/partner/payment/generate`,
        headers: [
          ['x-api-key', API_KEY],
          ['content-type', 'application/json'],
        ],
        body,
      });
      const ask: SentRequest = {
        method: 'GET',
        url: `${sandbox.url}/api/partner/payment/status/COPIED-1`,
        headers: [['x-api-key', API_KEY]],
      };
      const requests = [post(payment), ...(TEXTS_DIFFER.has(language.label) ? [post(BROKEN)] : []), ask];
      const outputs: string[] = [];
      for (const program of await Promise.all(
        requests.map((request) => language.prepare(LANGUAGES[language.label]?.(request) ?? '')),
      )) {
        await using prepared = program;
        const [command, ...args] = prepared.command();
        outputs.push((await run(command, args, { cwd: prepared.folder })).stdout);
      }
      expect(sandbox.requests.map(({ body }) => body)).toEqual(requests.map(({ body = '' }) => body));
      expect(outputs.at(0)).toContain('"success":true');
      expect(outputs.at(-1)).toContain('"payment_status":"pending"');
    });
  });
}
