import { LICENSE_KEYS } from '@kgiton/sandbox';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { type Operation, operationOf, remedyOf, type Schema } from './documents.js';
import type { Session } from './sandbox.js';
import { type Arguments, failure, outputSchema, result, type Tool, ToolError } from './tool.js';

/** The operations that are tools, in the order in which a payment passes through them. */
const OPERATIONS = [
  'createAccount',
  'generatePayment',
  'getPaymentStatus',
  'listPayments',
  'payPayment',
  'expirePayment',
  'failPayment',
  'advanceClock',
  'setFault',
  'clearFault',
  'listFaults',
  'listDeliveries',
  'redeliver',
  'listRequests',
];

/** The header that says whose account it is. No argument of a tool: the session has one account. */
const API_KEY = 'x-api-key';

/** What is said beyond the documents, for those who do not send the requests themselves. */
const MORE: Readonly<Record<string, string>> = {
  createAccount:
    'The other tools use this account from then on. To let a program under test use it, set its KGITON_API_KEY to api_key and its KGITON_BASE_URL to base_url.',
  generatePayment: 'Nothing is paid until you call pay_payment.',
};

/** The newest entries of a list that an assistant reads by default. */
const NEWEST = 20;

/** One tool for each operation. */
export function operationTools(session: Session): Tool[] {
  return OPERATIONS.map((id) => operationTool(operationOf(id), session));
}

function operationTool(operation: Operation, session: Session): Tool {
  const { id, title, method, success, error } = operation;
  const isAccount = id === 'createAccount';
  const description = isAccount ? operation.description : ofSession(operation.description);
  const accepted = argumentsOf(operation);
  return {
    name: snakeCase(id),
    title,
    description: [description, MORE[id]].filter(Boolean).join('\n\n'),
    inputSchema: {
      type: 'object',
      properties: Object.fromEntries(accepted.map(({ name, schema }) => [name, schema])),
      required: accepted.filter(({ isRequired }) => isRequired).map(({ name }) => name),
      additionalProperties: false,
    },
    outputSchema: outputSchema(isAccount ? withBaseUrl(success) : success, error),
    annotations: { title, readOnlyHint: method === 'GET', destructiveHint: false, openWorldHint: false },
    async call(args, signal) {
      refuseUnknown(args, accepted);
      const url = await session.url();
      const request = requestOf(operation, accepted, args, url, isAccount ? undefined : session.apiKey);
      const sent = await send(request, signal, waitOf(args));
      if (!isAccount || sent.isError) return sent;
      const account = sent.structuredContent as { api_key: string };
      session.use(account.api_key);
      return result({ ...account, base_url: url });
    },
  };
}

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** What the documents say to those who send requests, in the words of a session, which has one account and takes no key. */
function ofSession(text: string): string {
  return text
    .replaceAll(/\s*(Send your|You may omit the) API key[^.]*\./g, '')
    .replaceAll(/,? (of|for) one API key,? or \1 all/g, '')
    .replaceAll('API key', 'account')
    .replace(/\s*This operation is not in the document that.*$/s, '')
    .trim();
}

/** An argument of a tool. */
interface Accepted {
  name: string;
  /** Where the request has it, and its name there. */
  place: string;
  inRequest: string;
  schema: Schema;
  isRequired: boolean;
}

function argumentsOf({ parameters, body }: Operation): Accepted[] {
  const given = parameters
    .filter(({ name }) => name !== API_KEY)
    .map(({ name, in: place, description = '', schema, required: isRequired = false }): Accepted => {
      const own = ofArgument({ ...schema, description });
      return {
        name: snakeCase(name),
        place,
        inRequest: name,
        schema: name === 'limit' ? newest(own) : own,
        isRequired,
      };
    });
  const properties = Object.entries(body?.properties ?? {}).map(([name, schema]): Accepted => {
    const isLicense = name === 'license_key';
    const isRequired = (body?.required?.includes(name) ?? false) && !isLicense;
    return {
      name,
      place: 'body',
      inRequest: name,
      schema: isLicense ? licenseKey(schema) : ofArgument(schema),
      isRequired,
    };
  });
  return [...given, ...properties];
}

function newest({ description = '', ...schema }: Schema): Schema {
  return { ...schema, description: description.replace(/by default [\d,]+/, `by default ${NEWEST}`), default: NEWEST };
}

/**
 * The schema of an argument: in the words of a session, and without unknown properties, which the contract lets servers ignore
 * but no client has a reason to send.
 */
function ofArgument(schema: Schema): Schema {
  const text = JSON.stringify(schema, (keyword, value) => {
    if (keyword === 'description' && typeof value === 'string') return ofSession(value);
    return value?.type === 'object' ? { ...value, additionalProperties: false } : value;
  });
  return JSON.parse(text);
}

/** The license keys of the sandbox lead to every outcome. The default is the one where each valid request succeeds. */
function licenseKey(schema: Schema): Schema {
  const working = LICENSE_KEYS.findLast(({ tokens, state }) => tokens > 0 && state === 'active');
  const lines = LICENSE_KEYS.map(({ key, purpose }) => `- ${key}: ${purpose}`);
  return {
    ...schema,
    description: ['A license key of the sandbox. Never a real one. These exist:', ...lines].join('\n'),
    default: working?.key,
  };
}

function withBaseUrl(account: Schema): Schema {
  const description = 'The base URL of the sandbox, for the program under test.';
  return { ...account, properties: { ...account.properties, base_url: { type: 'string', description } } };
}

/** @throws {ToolError} when there is an argument that the tool does not have */
function refuseUnknown(args: Arguments, accepted: readonly Accepted[]): void {
  const unknown = Object.keys(args).find((name) => !accepted.some((one) => one.name === name));
  if (unknown === undefined) return;
  const isKey = /api.?key|secret/i.test(unknown);
  throw new ToolError(
    'INVALID_REQUEST',
    isKey
      ? `This server takes no keys (${unknown}), and never one of production: it works with sandboxes only. create_account makes an account, which the other tools use.`
      : `There is no argument ${unknown}. The arguments are: ${accepted.map(({ name }) => name).join(', ') || 'none'}.`,
  );
}

function requestOf(
  { method, path, body }: Operation,
  accepted: readonly Accepted[],
  args: Arguments,
  url: string,
  apiKey: string | undefined,
): Request {
  const given = accepted.flatMap(({ name, place, inRequest, schema }) => {
    const value = args[name] ?? schema.default;
    // The sandbox says what is wrong with a body; a path without its parameter, or with dots alone, is another one.
    if (place === 'path' && /^\.{0,2}$/.test(String(value ?? ''))) {
      const problem = value === undefined ? 'is missing' : `names nothing: ${JSON.stringify(value)}`;
      throw new ToolError('INVALID_REQUEST', `The argument ${name} ${problem}.`);
    }
    return value === undefined ? [] : [{ name: inRequest, place, value }];
  });
  const at = (wanted: string) => given.filter(({ place }) => place === wanted);
  const address = at('path').reduce(
    (text, { name, value }) => text.replace(`{${name}}`, encodeURIComponent(String(value))),
    path,
  );
  const query = new URLSearchParams(at('query').map(({ name, value }): [string, string] => [name, String(value)]));
  return new Request(`${url}${address}${query.size > 0 ? `?${query}` : ''}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(apiKey !== undefined && { [API_KEY]: apiKey }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(Object.fromEntries(at('body').map(({ name, value }) => [name, value]))) }),
  });
}

/** Milliseconds that a response may take, beyond what the sandbox was asked to wait. */
const TIMEOUT = 30_000;

const waitOf = ({ wait }: Arguments) => TIMEOUT + (typeof wait === 'number' ? wait : 0);

/** @throws {ToolError} when no readable response came */
async function send(request: Request, signal: AbortSignal, timeout: number): Promise<CallToolResult> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(request, { signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]) });
    text = await response.text();
  } catch (cause) {
    throw new ToolError('NO_RESPONSE', NO_RESPONSE, { cause });
  }
  if (response.status === 204) return result({}, 'Done.');
  const body = parsed(text);
  if (body === undefined)
    throw new ToolError('NO_RESPONSE', `The response (${response.status}) is no JSON. ${NO_RESPONSE}`);
  if (response.ok) return result(body);
  const error = body as { code: string; message: string };
  const remedy = remedyOf(error.code);
  return failure(error, remedy && `What to do: ${remedy}`);
}

const NO_RESPONSE =
  'No complete response came from the sandbox: it has stopped, or a fault is set (list_faults). What was asked for may have happened. A payment can be generated again with the same transaction_id: that takes no second token.';

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const body = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : undefined;
  } catch {
    return undefined;
  }
}
