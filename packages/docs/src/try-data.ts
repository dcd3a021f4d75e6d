import { WARNING_HEADER } from '@kgiton/sandbox';
import { errorsOf } from './directives/errors.js';
import { sandboxLicenses } from './directives/sandbox.js';
import { LOCAL_WEBHOOK, sandboxUrl } from './directives/values.js';
import { jsonBody, operationOf } from './document.js';
import type { Edition } from './edition.js';
import { factsOf } from './facts.js';

/** What the panel that tries requests is filled with, as packages/docs/browser/site-data.d.ts declares it. */
export function tryData(edition: Edition): object {
  const { contract } = edition;
  const { API_KEY_HEADER, REQUEST_ID_HEADER } = factsOf(contract);
  const { examples = {} } = jsonBody(operationOf(contract, 'generatePayment').requestBody);
  const statuses = new Map(errorsOf(edition).map(({ code, status }) => [code, status]));
  return {
    endpoint: Object.keys(contract.paths)[0],
    apiKeyHeader: API_KEY_HEADER,
    apiKey: contract.components.securitySchemes?.ApiKey['x-example'],
    sandbox: sandboxUrl(edition),
    examples: Object.entries(examples).map(([name, { summary = name, value }]) => ({
      name,
      summary,
      body: { ...(value as object), webhook_url: LOCAL_WEBHOOK },
    })),
    licenses: sandboxLicenses.map(({ key, code }) => ({ key, code, status: code ? statuses.get(code) : '200' })),
    headers: [REQUEST_ID_HEADER, WARNING_HEADER],
  };
}
