import { AssertionError } from 'node:assert';
import { DOCUMENT_JSON } from '../../../scripts/paths.js';
import { type Prism, startPrism } from '../../../scripts/prism.js';
import { type Contract, type Outcome, operations, pathOf } from '../../support/document.js';
import { type Mutation, startMutatingProxy } from '../../support/mutating-proxy.js';
import { send as sendTo, type Target, type TargetRequest, type TargetResponse } from '../../support/target.js';

/** One thing that has to hold. `run` rejects when it does not. */
export interface Check {
  name: string;
  run(): void | Promise<void>;
}

/** Checks about one concern. */
export interface CheckGroup {
  /** Comes before the names of its checks. */
  name: string;
  /** Whether the checks apply to a server. @default the group checks the document alone and always applies */
  appliesTo?(target: Target): boolean;
  checks(subject: Subject): Check[];
}

/** What is checked: a document, and a server that should keep it. */
export interface Subject extends AsyncDisposable {
  contract: Contract;
  target: Target;
  /** Sends to the server as a partner does, or to another one. */
  send(request: TargetRequest, to?: Partial<Target>): Promise<TargetResponse>;
  /** A validating proxy in front of the server, started on first use. */
  validatingProxy(): Promise<ValidatingProxy>;
}

export interface ValidatingProxy {
  url: string;
  /** Changes every response of the server before the proxy sees it, until it is called again. */
  mutate(mutation?: Mutation): void;
}

/** @param documentPath where the document of the contract is, for the validating proxy */
export function subjectOf(contract: Contract, target: Target, documentPath = DOCUMENT_JSON): Subject {
  const apiKeyHeader = contract.document.components.securitySchemes.ApiKey.name;
  let mutation: Mutation = (response) => response;
  let started: Promise<{ prism: Prism; upstream: AsyncDisposable }> | undefined;
  const start = async () => {
    const upstream = await startMutatingProxy(target.url, (response, request) => mutation(response, request));
    return {
      upstream,
      prism: await startPrism({ document: documentPath, upstream: upstream.url, logLevel: 'silent' }),
    };
  };
  return {
    contract,
    target,
    send: (request, to) => sendTo({ ...target, apiKeyHeader, ...to }, request),
    async validatingProxy() {
      started ??= start();
      return {
        url: (await started).prism.url,
        mutate(next = (response) => response) {
          mutation = next;
        },
      };
    },
    async [Symbol.asyncDispose]() {
      const running = await started;
      await running?.prism.stop();
      await running?.upstream[Symbol.asyncDispose]();
    },
  };
}

/** An operation with its place in the document. */
export function operationOf({ document }: Contract, operationId: string) {
  const found = operations(document.paths).find(({ operation }) => operation.operationId === operationId);
  if (!found) throw new AssertionError({ message: `The document has no operation ${operationId}.` });
  return found;
}

/** The request examples of `generatePayment`, and the path to send them to. */
export function requestsOf(contract: Contract) {
  const { path, operation } = operationOf(contract, 'generatePayment');
  return { path, examples: operation.requestBody?.content['application/json']?.examples ?? {} };
}

/** A valid request to an operation, from the examples of the document. */
export function validRequest(contract: Contract, { method, path, operation }: Operated): TargetRequest {
  const body = operation.requestBody ? { body: qrisRequest(contract) } : {};
  return { method, path: pathOf(path, operation), ...body };
}

type Operated = Pick<Outcome, 'method' | 'path' | 'operation'>;

/** The example of a QRIS request without a `webhook_url`, so that nothing is called back. */
export function qrisRequest(contract: Contract): Record<string, unknown> {
  const { webhook_url: _, ...request } = requestsOf(contract).examples.QRIS?.value ?? {};
  return request;
}
