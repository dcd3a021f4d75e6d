import { dirname, join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolve } from '../../scripts/generate/document.js';
import { camelCase } from '../../scripts/generate/typescript.js';
import { document } from '../support/document.js';
import { createPartner, type Partner } from './packed.js';

interface Schema {
  properties?: Record<string, object>;
  oneOf?: object[];
  description?: string;
  minimum?: number;
  maximum?: number;
}

/** Each property of a schema (or of one of its forms), with the name that a partner types. */
function propertiesOf(name: string, nameOf = (property: string) => property, form = 0) {
  const schema = resolve<Schema>(document as never, { $ref: `#/components/schemas/${name}` });
  const { properties = {} } = schema.oneOf ? resolve<Schema>(document as never, schema.oneOf[form]) : schema;
  return Object.entries(properties).map(([property, reference]) => ({
    ...resolve<Schema>(document as never, reference),
    property: nameOf(property),
  }));
}

/** Where a partner meets each schema: what the editor is asked about, and what it has to show. */
const places = [
  {
    what: 'each option of generateQris and generateCheckoutPage',
    type: `sdk.GeneratePaymentOptions`,
    properties: propertiesOf('PartnerPaymentRequest', camelCase).filter(({ property }) => property !== 'paymentType'),
  },
  {
    what: 'each option of an item',
    type: `NonNullable<sdk.GeneratePaymentOptions['items']>[number]`,
    properties: propertiesOf('PaymentItem', camelCase),
  },
  {
    what: 'each property of what generate sends',
    type: 'sdk.PartnerPaymentRequest',
    properties: propertiesOf('PartnerPaymentRequest'),
  },
  {
    what: 'each property of what generateQris gives',
    type: `Awaited<ReturnType<sdk.PartnerPayment['generateQris']>>`,
    properties: propertiesOf('PartnerPaymentResponse'),
  },
  {
    what: 'each property of what generateCheckoutPage gives',
    type: `Awaited<ReturnType<sdk.PartnerPayment['generateCheckoutPage']>>`,
    properties: propertiesOf('PartnerPaymentResponse', undefined, 1),
  },
  { what: 'each property of a QRIS code', type: 'sdk.QrisCode', properties: propertiesOf('QrisCode') },
  {
    what: 'each property of an event',
    type: 'sdk.PaymentSuccessEvent',
    properties: propertiesOf('PaymentSuccessEvent'),
  },
  {
    what: 'each payment type',
    type: 'typeof sdk.PartnerPaymentType',
    properties: Object.entries(document.components.schemas.PartnerPaymentType?.['x-enumDescriptions'] ?? {}).map(
      ([property, description]): Schema & { property: string } => ({ property, description }),
    ),
  },
  { what: 'each property of a field error', type: 'sdk.FieldError', properties: propertiesOf('FieldError') },
];

/** What programs can count to: in no text, since no payment comes near. */
const LIMITS_OF_NUMBERS = [2 ** 31 - 1, Number.MAX_SAFE_INTEGER];

/** A text as a partner reads it: in one line, with the names in it as the value has them. */
function textOf(description: string, properties: readonly { property: string }[]): string {
  const names = new Set(properties.map(({ property }) => property));
  const own = description.replaceAll(/`(\w+)`/g, (quoted, name) =>
    names.has(camelCase(name)) ? `\`${camelCase(name)}\`` : quoted,
  );
  return own.trim().replaceAll(/\s+/g, ' ');
}

let partner: Partner;
beforeAll(async () => {
  partner = await createPartner({ files: [] });
});
afterAll(() => partner?.[Symbol.asyncDispose]());

for (const { what, type, properties } of places) {
  test.each(['ts', 'cts'])(
    `an editor shows the text of ${what}, on hover and in completions of a .%s file`,
    (ending) => {
      const head = `import type * as sdk from '@kgiton/sdk';\ndeclare const value: ${type};\n`;
      const lines = properties.map(({ property }) => `value.${property};\n`);
      expect(properties.length).toBeGreaterThan(1);
      const file = join(partner.root, `shop.${ending}`);
      const service = languageService(file, head + lines.join(''));
      for (const [index, { property, description = '', minimum = 0, maximum = 0 }] of properties.entries()) {
        const position = head.length + lines.slice(0, index).join('').length + 'value.'.length;
        for (const shown of [
          service.getQuickInfoAtPosition(file, position),
          service.getCompletionEntryDetails(file, position, property, {}, undefined, {}, undefined),
        ]) {
          const text = textOf(ts.displayPartsToString(shown?.documentation), []);
          expect(text, property).toContain(textOf(description, properties));
          expect(text.length, property).toBeGreaterThan(20);
          const limits = [minimum, maximum].filter((limit) => limit !== 0 && !LIMITS_OF_NUMBERS.includes(limit));
          for (const limit of limits) expect(text.replaceAll(',', ''), property).toContain(String(limit));
        }
      }
    },
  );
}

/** What an editor asks, about one file of the partner's project. */
function languageService(file: string, source: string): ts.LanguageService {
  const compilerOptions = { strict: true, module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, types: [] };
  return ts.createLanguageService({
    ...ts.sys,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getCompilationSettings: () => compilerOptions,
    getCurrentDirectory: () => dirname(file),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => ts.ScriptSnapshot.fromString(name === file ? source : (ts.sys.readFile(name) ?? '')),
  });
}
