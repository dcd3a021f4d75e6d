// A part of the program, not a file beside it: a partner's bundle holds no such file.
import document from '../../openapi.json' with { type: 'json' };

/** The control API, as OpenAPI in JSON. */
export const controlDocument = JSON.stringify(document, null, 2);

/** What each webhook fault does, as the document says it. */
export const faultDescriptions = document.components.schemas.WebhookFaultKind['x-enumDescriptions'];
