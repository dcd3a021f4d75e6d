import type { SchemaObject } from 'openapi-typescript';

interface ExampleRequest {
  /** The base URL to send it to. */
  server: string;
  /** Bundled document, parsed. */
  document: BundledDocument;
}

/** The parts of the bundled document that the request is made from. */
interface BundledDocument {
  info: { title: string; version: string };
  paths: Record<string, unknown>;
  components: {
    examples: Record<string, { value: Record<string, unknown> }>;
    schemas: Record<string, SchemaObject>;
    securitySchemes: { ApiKey: { name: string; 'x-example': string } };
  };
}

/** A `curl` command to paste into a shell: the QRIS example of the document, with its required properties only. */
export function exampleCurl({ server, document }: ExampleRequest): string {
  const { examples, schemas, securitySchemes } = document.components;
  const example = examples.QrisRequest?.value ?? {};
  const required = schemas.PartnerPaymentRequest?.required ?? [];
  const body = JSON.stringify(Object.fromEntries(required.map((name) => [name, example[name]])));
  const path = Object.keys(document.paths)[0];
  const { name, 'x-example': key } = securitySchemes.ApiKey;
  return [
    `curl -i ${server}${path}`,
    `-H ${quoted(`${name}: ${key}`)}`,
    `-H ${quoted('content-type: application/json')}`,
    `-d ${quoted(body)}`,
  ].join(' \\\n      ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
