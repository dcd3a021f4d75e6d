import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LICENSE_KEYS } from '@kgiton/sandbox';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../../../scripts/paths.js';
import { document as contract } from '../../../../test/support/document.js';
import { locales } from './locales.js';
import { madeSite } from './made-site.js';

const site = await madeSite();

/** Names, with the hyphens in them: `expires_at`, `X-KGiTON-Signature`, `setFault`. */
const namesIn = (text: string): string[] => text.match(/[A-Za-z_]\w*(-\w+)*/g) ?? [];

/** The names that the programs of this repository declare or accept. */
async function declarations(): Promise<string[]> {
  const folders = ['client', 'contract', 'sandbox', 'sdk'].map((name) => join(ROOT, 'packages', name, 'dist'));
  const files = await Promise.all(
    folders.map(async (folder) => (await readdir(folder, { recursive: true })).map((file) => join(folder, file))),
  );
  const typed = files.flat().filter((file) => file.endsWith('.d.ts'));
  const operations = join(ROOT, 'packages/sandbox/src/control/generated/operations.ts');
  const texts = await Promise.all(
    [...typed, operations, join(ROOT, 'package.json')].map((file) => readFile(file, 'utf8')),
  );
  const bin = join(ROOT, 'packages/sandbox/bin/kgiton-sandbox.js');
  const usages = await Promise.all(
    [[], ['trigger'], ['run'], ['listen'], ['check-webhook']].map((command) =>
      promisify(execFile)(process.execPath, [bin, ...command, '--help']),
    ),
  );
  // A comment declares no name.
  return [...texts.map((text) => text.replace(/\/\*.*?\*\//gs, '')), ...usages.map(({ stdout }) => stdout)];
}

/** The programs that use the generated clients, in each language. */
async function programsOfClients(): Promise<string[]> {
  const folder = join(ROOT, 'test/clients/programs');
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.\w+$/.test(file));
  return Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
}

/** Names that others have given. Each is correct in the guide that mentions it. */
const ELSEWHERE = new Set([
  // What frameworks, databases and languages call what the webhook guide speaks of.
  ...namesIn(
    'NestFactory.create $request->getContent() request.get_data() @RequestBody byte[] body crypto.timingSafeEqual',
  ),
  ...namesIn('INSERT IGNORE Retry-After'),
  ...namesIn('openapi-generator-cli version-manager set'),
  // Settings of JSON libraries: packages/docs/test/guides/empty-fields.test.ts runs those whose language is there.
  ...namesIn('json_encode array_filter fn request model_dump_json exclude_none encoding/json omitempty'),
  ...namesIn('@JsonInclude(JsonInclude.Include.NON_EMPTY) JsonSerializable includeIfNull'),
  ...namesIn('DefaultIgnoreCondition JsonIgnoreCondition.WhenWritingNull'),
  // What the clients of other languages need: test/clients generates, compiles and runs them.
  ...namesIn(
    'npm install -g @openapitools/openapi-generator-cli guzzlehttp/guzzle pydantic urllib3 python-dateutil httpx',
  ),
  ...namesIn('github.com/oapi-codegen/runtime RestClient reqwest serde chrono -encoding UTF-8'),
  // The Go package and its errors: test/end-to-end/go-package.test.ts runs its README.
  ...namesIn('github.com/kgiton/kgiton-go/v2 errors.Is errors.As'),
  // The Java package and what it needs: test/end-to-end/java-package.test.ts.
  ...namesIn('com.kgiton:kgiton-payments java.net.http jackson-core'),
  // Where Maven looks for a program: test/guides/quickstart-languages.test.ts.
  ...namesIn('src/main/java/Quickstart.java'),
  // What KGiTON's older SDKs and their event are made of (migration).
  ...namesIn('response.data.paymentUrl transactionId checkout_page partner_payment.success gateway_transaction_id'),
  // Of the PHP package's bridge for Laravel: packages/php/tests/Laravel.
  ...namesIn('PaymentSucceeded Payments::fake() php artisan kgiton:check examples/laravel-laundry-shop'),
  ...namesIn('kgiton_processed_payments'),
  // In the QR codes of the sandbox: packages/sandbox/src/payments/qris.ts.
  ...namesIn('SANDBOX MERCHANT'),
  // What frameworks and WordPress call what the pages about them speak of.
  ...namesIn('bodyParser: false csrf app/Config/Filters.php wp-content/plugins [woocommerce_checkout] www'),
  // Libraries that draw QR codes in apps, and how iOS opens a browser in one.
  ...namesIn('react-native-qrcode-svg qr_flutter SFSafariViewController'),
  // How programs are led through a proxy: content.test.ts finds each in the README of its package.
  ...namesIn('NODE_USE_ENV_PROXY HTTPS_PROXY NODE_EXTRA_CA_CERTS https_proxy curl.cainfo php.ini SSL_CERT_FILE'),
  ...namesIn('NO_PROXY no_proxy localhost,127.0.0.1,::1'),
  ...namesIn('-Dhttps.proxyHost -Dhttps.proxyPort -Djavax.net.ssl.trustStore'),
  // Secrets and orders of the reader's, what they answer npx, and a folder of the repository.
  ...namesIn('oldSecret newSecret TRX-0 ORDER-1042 ORDER-1042-2 y examples/laundry-shop'),
]);

const blocks = site.pages.flatMap(({ main }) => main.all('figure').map((figure) => figure.text()));
const known = new Set(
  [
    JSON.stringify([contract, locales.en.bundled.control]),
    ...LICENSE_KEYS.map(({ key }) => key),
    // Blocks of code are run, compiled or made from the contract.
    ...blocks,
    ...(await declarations()),
    ...(await programsOfClients()),
  ].flatMap(namesIn),
);

describe('what guides and references call by a name in code', () => {
  // The changelog speaks of what was, and of the inside of the repository.
  const pages = site.pages.filter(({ path }) => !path.endsWith('changelog.html'));
  test.each(pages)('$path: is called so by the contract, the packages or a program that is run', ({ main }) => {
    const inBlocks = new Set(main.all('figure').flatMap((figure) => figure.all('code').map((code) => code.text())));
    const names = main.all('code').map((code) => code.text());
    const inText = names.filter((name) => !inBlocks.has(name));
    expect(inText.length).toBeGreaterThan(3);
    const unknown = inText.filter((code) => namesIn(code).some((name) => !known.has(name) && !ELSEWHERE.has(name)));
    expect([...new Set(unknown)]).toEqual([]);
  });
});
