// The guide to errors shows how to handle them in every language of our packages; each program is run here.
import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInLanguage, languagesWithPackage } from '../../../../test/end-to-end/samples/languages.js';
import { runToEnd } from '../../../../test/end-to-end/samples/processes.js';
import { serve } from '../../../../test/support/http-server.js';
import { blockAt, withPorts } from './pages.js';

const PREPARING = 240_000; // Go compiles its standard library the first time

/** What the fences of the guides call a language. */
const FENCES: Readonly<Record<string, string>> = { TypeScript: 'ts' };

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterAll(() => sandbox?.close());

for (const language of languagesWithPackage) {
  describeInLanguage(language, `handling errors in ${language.label}`, () => {
    const { code } = blockAt('errors#handle', FENCES[language.lang] ?? language.lang.toLowerCase());
    const tell = async (url: string, from: string, to: string) => {
      const program = withPorts(code.replace(from, to), { sandbox: Number(new URL(url).port), handler: 9 });
      await using prepared = await language.prepare(program);
      const { exitCode, stdout, stderr } = await runToEnd(prepared, {});
      expect(exitCode, stderr).toBe(0);
      return stdout;
    };

    test('tells whom a code concerns, and logs those that it does not know', { timeout: PREPARING }, async () => {
      expect(await tell(sandbox.url, '', '')).toBe('Tell the owner: top up or renew the license key.\n');
      const amount = /50_?000/.exec(code)?.[0] ?? '';
      expect(await tell(sandbox.url, amount, '1')).toMatch(/^Tell the cashier: .*amount/s);
      expect(await tell(sandbox.url, 'SANDB-EMPTY', 'SANDB-OTHER')).toMatch(/^Log it: INVALID_LICENSE 404 /);
    });

    test('says that the payment may exist when every response is lost', { timeout: PREPARING }, async () => {
      let requests = 0;
      await using silent = await serve((request) => {
        requests += 1;
        request.socket.destroy();
      });
      const told = await tell(silent.url, '', '');
      expect(told).toMatch(/^The payment may exist: call again.*Log it: NETWORK_ERROR /s);
      expect(requests).toBe(3);
    });
  });
}
