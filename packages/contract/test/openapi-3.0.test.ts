import { fileURLToPath } from 'node:url';
import SwaggerParser from '@apidevtools/swagger-parser';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderOpenApi30 } from '../../../scripts/generate/render-openapi-3.0.js';
import { DOCUMENT_JSON } from '../../../scripts/paths.js';
import { redocly } from '../../../scripts/redocly.js';

const FILE = fileURLToPath(import.meta.resolve('@kgiton/contract/openapi-3.0.yaml'));
const CONFIG = fileURLToPath(new URL('openapi-3.0.redocly.yaml', import.meta.url));

describe('the document as OpenAPI 3.0', () => {
  // biome-ignore lint/suspicious/noExplicitAny: read as plain JSON
  let [current, older]: any[] = [];
  beforeAll(async () => {
    current = await SwaggerParser.parse(DOCUMENT_JSON);
    older = await SwaggerParser.parse(FILE);
  });

  test('is valid', async () => {
    expect(older.openapi).toBe('3.0.3');
    await SwaggerParser.validate(FILE);
  });

  test('follows the rules that Redocly recommends, and so do its examples', async () => {
    const { exitCode, output } = await redocly(['lint', FILE, '--config', CONFIG], process.cwd());
    expect(exitCode, output).toBe(0);
    expect(output).not.toContain('warning');
  });

  test('has the operations, the callback, the schemas and the examples of the document', () => {
    expect(Object.keys(older.paths)).toEqual(Object.keys(current.paths));
    for (const [path, item] of Object.entries<Record<string, object>>(current.paths)) {
      for (const [method, operation] of Object.entries(item)) {
        expect(Object.keys(older.paths[path][method])).toEqual(Object.keys(operation));
      }
    }
    for (const [kind, components] of Object.entries<object>(current.components)) {
      expect(Object.keys(older.components[kind])).toEqual(Object.keys(components));
    }
    expect(older.components.examples).toEqual(current.components.examples);
  });

  test('has the same nullable and required properties as the document', () => {
    const { PartnerPaymentResponse, QrisCode } = older.components.schemas;
    expect(PartnerPaymentResponse.properties.payment_url).toMatchObject({ type: 'string', nullable: true });
    expect(PartnerPaymentResponse.properties.qris).toEqual({ $ref: '#/components/schemas/QrisCode' });
    expect(QrisCode.nullable).toBe(true);
    expect(PartnerPaymentResponse.required).toEqual(current.components.schemas.PartnerPaymentResponse.required);
  });

  test('is not derived from a document that OpenAPI 3.0 cannot express', () => {
    const changed = structuredClone(current);
    changed.components.schemas.PaymentSuccessEvent.properties.qris = { $ref: '#/components/schemas/QrisCode' };
    expect(() => renderOpenApi30(changed)).toThrow('#/components/schemas/QrisCode may be null in one place');
  });
});
