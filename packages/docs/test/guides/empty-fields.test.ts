// The errors guide says how each JSON library leaves out a field without a value. The settings whose language is here are
// run, and what they write is sent to the sandbox.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeInLanguage, type Language, languages } from '../../../../test/end-to-end/samples/languages.js';
import { pages } from './pages.js';

const ROW = /^\| (.+?) \| `(.+)`.* \|$/gm;

/** What the guide says of each library, by its name. */
const settings = new Map(
  [...(pages.find(({ slug, language }) => slug === 'errors' && language === 'en')?.markdown.matchAll(ROW) ?? [])].map(
    ([, library = '', setting = '']) => [library, setting],
  ),
);

/** Programs that write a request whose form had no name and, where the setting says so, an empty e-mail address. */
const programs: Readonly<Record<string, { library: string; source(setting: string): string }>> = {
  PHP: {
    library: 'PHP, `json_encode`',
    source: (setting) => `<?php
$request = ['transaction_id' => 'TRX-EMPTY', 'amount' => 50000, 'payment_type' => 'QRIS',
  'license_key' => 'SANDB-ACTIV-E0000-00000-00001', 'customer_name' => null, 'customer_email' => ''];
echo ${setting};
`,
  },
  Python: {
    library: 'Python, pydantic',
    source: (setting) => `from pydantic import BaseModel

class Payment(BaseModel):
    transaction_id: str = "TRX-EMPTY"
    amount: int = 50000
    payment_type: str = "QRIS"
    license_key: str = "SANDB-ACTIV-E0000-00000-00001"
    customer_name: str | None = None

request = Payment()
print(${setting})
`,
  },
  Go: {
    library: 'Go, `encoding/json`',
    source: (setting) => `package main

import (
	"encoding/json"
	"os"
)

type payment struct {
	TransactionID string \`json:"transaction_id"\`
	Amount        int    \`json:"amount"\`
	PaymentType   string \`json:"payment_type"\`
	LicenseKey    string \`json:"license_key"\`
	CustomerEmail string \`${setting}\`
}

func main() {
	json.NewEncoder(os.Stdout).Encode(payment{"TRX-EMPTY", 50000, "QRIS", "SANDB-ACTIV-E0000-00000-00001", ""})
}
`,
  },
};

test('the guide lists the same settings in both languages', () => {
  const indonesian = pages.find(({ slug, language }) => slug === 'errors' && language === 'id')?.markdown ?? '';
  expect([...settings.keys()]).toEqual(expect.arrayContaining(Object.values(programs).map(({ library }) => library)));
  for (const { library } of Object.values(programs)) expect(indonesian).toContain(settings.get(library));
});

describe('a request that is written with the setting of the guide is accepted:', () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
  });
  afterAll(() => sandbox?.close());

  for (const language of languages.filter(({ label }) => label in programs)) {
    const { label } = language;
    const { library, source } = programs[label] as (typeof programs)[string];
    describeInLanguage(withPydantic(language), label, () => {
      test(library, { timeout: 240_000 }, async () => {
        await using program = await language.prepare(source(settings.get(library) ?? ''));
        const [command, ...args] = program.command();
        const { stdout } = await promisify(execFile)(command, args, { cwd: program.folder });
        expect(Object.keys(JSON.parse(stdout)).sort()).toEqual([
          'amount',
          'license_key',
          'payment_type',
          'transaction_id',
        ]);
        const response = await fetch(`${sandbox.url}/api/partner/payment/generate`, {
          method: 'POST',
          headers: { 'x-api-key': `kgiton_empty_${label}`, 'content-type': 'application/json' },
          body: stdout,
        });
        expect(response.status).toBe(200);
      });
    });
  }
});

function withPydantic(language: Language): Language {
  if (language.label !== 'Python') return language;
  return { ...language, tools: [...language.tools, ['python3', '-c', 'import pydantic']] };
}
