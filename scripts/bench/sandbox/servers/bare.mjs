// A minimal server of the operation: node:http, JSON, Ajv, and always the same response, as large as the sandbox's.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const document = JSON.parse(readFileSync(fileURLToPath(import.meta.resolve('@kgiton/contract/openapi.json')), 'utf8'));
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
const validate = ajv.addSchema(document, 'document').getSchema('document#/components/schemas/PartnerPaymentRequest');
const payment = document.components.examples.QrisResponse.value;

createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const isValid = validate(JSON.parse(Buffer.concat(chunks).toString()));
    const body = JSON.stringify(isValid ? payment : validate.errors);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    response.writeHead(isValid ? 200 : 400, headers).end(body);
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
