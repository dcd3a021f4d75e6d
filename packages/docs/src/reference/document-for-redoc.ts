import { TYPE_BOUND } from '../describe-type.js';

/** The parts of the bundled document that are drawn differently from what they say, if nobody helps Redoc. */
export interface DocumentForRedoc {
  info: { title: string; summary: string; description: string };
  webhooks?: Record<string, PathItem>;
  components: {
    schemas: { ErrorCode: DescribedEnum };
    responses: Record<string, { content?: Record<string, ErrorBody> }>;
  };
}

interface PathItem {
  post?: { operationId?: string; description?: string; 'x-codeSamples'?: CodeSample[] };
}

interface CodeSample {
  lang: string;
  label: string;
  source: string;
}

interface DescribedEnum {
  'x-extensible-enum': string[];
  'x-enumDescriptions': Record<string, string>;
}

interface ErrorBody {
  schema: object;
  examples?: Record<string, unknown>;
}

/**
 * A copy of the document whose operations Redoc draws in full. What it says twice, the document says
 * once; only what is for programs is left out.
 *
 * @param texts `handlers` stands above the samples of a webhook
 */
export function documentForRedoc(document: DocumentForRedoc, { handlers }: { handlers: string }): DocumentForRedoc {
  const copy = structuredClone(document);
  // The overview is a page of the site's own.
  copy.info = { ...copy.info, description: '' };
  showWebhookSamples(copy, handlers);
  dropWhatIsForPrograms(copy);
  describeErrorCodes(copy);
  return copy;
}

/** Redoc shows no samples of a webhook: they go into its description, each folded away under its label. */
function showWebhookSamples({ webhooks = {} }: DocumentForRedoc, heading: string): void {
  for (const { post } of Object.values(webhooks)) {
    if (post?.['x-codeSamples']) post.description += `\n\n**${heading}**`;
    for (const { label, lang, source } of post?.['x-codeSamples'] ?? []) {
      const code = `\`\`\`${lang.toLowerCase()}\n${source}\n\`\`\``;
      if (post) post.description += `\n\n<details><summary>${label}</summary>\n\n${code}\n\n</details>`;
    }
  }
}

/** Redoc draws the values of a closed enumeration only: each error gets the codes of its status as one. */
function describeErrorCodes(document: DocumentForRedoc): void {
  const { 'x-enumDescriptions': descriptions, ...errorCode } = document.components.schemas.ErrorCode;
  const bodies = Object.values(document.components.responses).flatMap(({ content = {} }) => Object.values(content));
  for (const body of bodies) {
    const codes = Object.keys(body.examples ?? {}).filter((name) => errorCode['x-extensible-enum'].includes(name));
    if (codes.length === 0) continue;
    const described = Object.fromEntries(codes.map((code) => [code, descriptions[code]]));
    const code = { type: 'string', enum: codes, 'x-enumDescriptions': described };
    body.schema = { allOf: [body.schema, { type: 'object', properties: { code } }] };
  }
}

/**
 * Bounds of number types, such as 9007199254740991, are for programs: whoever reads them looks for a rule behind them. So is
 * that a response may grow, of which Redoc makes a property.
 */
function dropWhatIsForPrograms(node: object & { maximum?: unknown; additionalProperties?: unknown }): void {
  if (typeof node.maximum === 'number' && node.maximum >= TYPE_BOUND) delete node.maximum;
  if (node.additionalProperties === true) delete node.additionalProperties;
  for (const child of Object.values(node)) {
    if (typeof child === 'object' && child !== null) dropWhatIsForPrograms(child);
  }
}
