// Redocly rules for what `redocly.yaml` assertions cannot say, because it needs references resolved or the whole
// document seen. Plain JavaScript: Redocly loads it without a compiler.
import { readdirSync } from 'node:fs';
import { basename, join, parse, relative } from 'node:path';

/** Each property has a description, and an example unless its own properties carry theirs. */
function PropertyDocumented() {
  return {
    SchemaProperties(properties, { location, resolve, report }) {
      for (const [name, reference] of Object.entries(properties)) {
        const schema = resolve(reference).node;
        if (schema === undefined) continue; // no-unresolved-refs reports it
        const hasProperties = schema.properties !== undefined || schema.oneOf !== undefined;
        if (!schema.description?.trim()) {
          report({ message: `Property \`${name}\` has no description.`, location: location.child(name) });
        }
        if (!hasProperties && !schema.examples?.length) {
          report({ message: `Property \`${name}\` has no example (\`examples\`).`, location: location.child(name) });
        }
      }
    },
  };
}

function visitErrorResponses(visit) {
  return {
    Response(response, context) {
      const media = response.content?.['application/json'];
      if (isErrorStatus(context.key) && media) visit(media, context);
    },
  };
}

function isErrorStatus(key) {
  return /^[45]\d\d$/.test(String(key));
}

/** A documented error has one status and a JSON body. Ranges cover responses of other servers, whose bodies are ignored. */
function ErrorResponsesHaveBodies() {
  return {
    Response(response, { key: status, location, report }) {
      if (isErrorStatus(status) && !response.content?.['application/json']) {
        report({ message: `Response ${status} has no application/json body with its codes and examples.`, location });
      }
      if (/^([45]XX|default)$/.test(String(status)) && response.content) {
        report({ message: `Response ${status} has a body; give each status a response of its own.`, location });
      }
    },
  };
}

/** The values of an enumeration: all of them (`enum`), or those that are known (`x-extensible-enum`). */
function valuesOf(schema) {
  return schema.enum ?? schema['x-extensible-enum'];
}

/** What is said of the values of an enumeration, by value, is said of every value and of nothing else. */
function EnumValuesDescribed() {
  return {
    Schema(schema, { location, report }) {
      const values = valuesOf(schema);
      if (!Array.isArray(values)) return;
      for (const extension of ['x-enumDescriptions', 'x-remedies']) {
        const texts = schema[extension];
        if (!texts) continue;
        for (const value of values.filter((value) => !texts[value])) {
          report({ message: `The value ${value} has no entry in ${extension}.`, location });
        }
        for (const name of Object.keys(texts).filter((name) => !values.includes(name))) {
          report({ message: `${extension} names ${name}, which is no value.`, location });
        }
      }
      for (const name of (schema['x-final-values'] ?? []).filter((name) => !values.includes(name))) {
        report({ message: `x-final-values names ${name}, which is no value.`, location });
      }
    },
  };
}

/** An error response names its codes: each example stands under its `code`. */
function ErrorExamplesMatchCodes() {
  return visitErrorResponses((media, { key: status, location, resolve, report }) => {
    const place = location.child(['content', 'application/json']);
    if (!resolve(media.schema ?? {}).node?.properties?.code) {
      report({ message: `The body of response ${status} is no ErrorResponse.`, location: place.child('schema') });
    }
    for (const [name, reference] of Object.entries(media.examples ?? {})) {
      const { node: example, location: exampleLocation } = resolve(reference);
      if (example?.value?.code !== name) {
        report({
          message: `Example ${name} of response ${status} has the code ${example?.value?.code}.`,
          location: exampleLocation ?? place.child(['examples', name]),
        });
      }
    }
  });
}

/** Every known value of the ErrorCode schema belongs to exactly one status. */
function EveryErrorCodeHasResponse() {
  const statusesByCode = new Map();
  let errorCode;
  const remember = visitErrorResponses((media, { key: status }) => {
    for (const code of Object.keys(media.examples ?? {})) {
      statusesByCode.set(code, new Set([...(statusesByCode.get(code) ?? []), String(status)]));
    }
  });
  return {
    ...remember,
    Schema(schema, { location }) {
      if (basename(location.source.absoluteRef) === 'ErrorCode.yaml') errorCode = { schema, location };
    },
    Root: {
      leave(_root, { report }) {
        if (!errorCode) return; // nothing to say of a document without error codes
        const { schema, location } = errorCode;
        const known = schema['x-extensible-enum'];
        const retryable = schema['x-retryable-codes'];
        if (!Array.isArray(known) || !Array.isArray(retryable)) {
          report({ message: 'ErrorCode has two lists: x-extensible-enum and x-retryable-codes.', location });
          return;
        }
        for (const [index, code] of known.entries()) {
          const statuses = [...(statusesByCode.get(code) ?? [])];
          const at = location.child(['x-extensible-enum', index]);
          if (statuses.length === 0) report({ message: `No response has the error code ${code}.`, location: at });
          if (statuses.length > 1) {
            report({ message: `The error code ${code} has several statuses: ${statuses.join(', ')}.`, location: at });
          }
        }
        const unknown = (code) => !known.includes(code);
        for (const code of retryable.filter(unknown)) {
          report({ message: `x-retryable-codes names ${code}, which is no error code.`, location });
        }
        for (const code of [...statusesByCode.keys()].filter(unknown)) {
          report({ message: `Responses name ${code}, which the ErrorCode schema does not list.`, location });
        }
      },
    },
  };
}

/** What client generators make no working code of, and what to write instead. test/clients shows that they can read the rest. */
function PortableSchemas() {
  const instead = {
    const: 'x-const',
    if: 'x-maximums or x-null-for',
    discriminator: 'one object, and x-null-for',
    anyOf: 'one object',
    allOf: 'one object',
  };
  return {
    Schema(schema, { location, report, resolve }) {
      const isAlternative = /\/oneOf\/1$/.test(location.pointer);
      const found = (keyword, better) =>
        report({ message: `Generators trip over \`${keyword}\`: write ${better}.`, location });
      for (const keyword of Object.keys(instead).filter((keyword) => keyword in schema))
        found(keyword, instead[keyword]);
      if (schema.format === 'date-time' && schema.pattern) found('pattern', 'x-pattern beside format: date-time');
      if (schema.type === 'null' && !isAlternative) found('type: "null"', "type: [string, 'null']");
      if (schema.oneOf && !isNullable(schema, resolve)) found('oneOf', 'one reference, or null');
    },
    WebhooksMap: {
      RequestBody(body, context) {
        reportClosed(body.content, context);
      },
    },
    Response(response, { location, report, resolve }) {
      reportClosed(response.content, { location, report, resolve });
    },
  };
}

/** Reports what of a body from KGiTON may not grow. What was sent, and is shown again, is as it was sent. */
function reportClosed(content, { location, report, resolve }) {
  // References are relative to the file that they stand in.
  const walk = (reference, place, from) => {
    const { node: schema = {}, location: at } = resolve(reference ?? {}, from);
    const file = reference?.$ref ? at?.source.absoluteRef : from;
    if (schema.properties && schema.additionalProperties !== true) {
      report({ message: `${place} may grow: write \`additionalProperties: true\`.`, location });
    }
    const { request: _, ...properties } = schema.properties ?? {};
    for (const [name, property] of Object.entries(properties)) walk(property, `\`${name}\``, file);
    for (const part of [schema.items, ...(schema.oneOf ?? [])]) if (part) walk(part, place, file);
  };
  walk(content?.['application/json']?.schema, 'The body', location.source.absoluteRef);
}

/** Whether a schema is another one or null, the only union that every generator reads. */
function isNullable(schema, resolve) {
  const [first, second, ...others] = schema?.oneOf ?? [];
  return others.length === 0 && first?.$ref !== undefined && resolve(second ?? {}).node?.type === 'null';
}

/**
 * Every file beside the document's parts is reached from it. Components stand in files of their own, so
 * `no-unused-components` cannot see one that nothing refers to. Examples of events are the input of the generated ones.
 */
function NoUnusedFile() {
  const reached = new Set();
  const folders = ['paths', 'webhooks', 'components', 'samples'];
  return {
    ref: {
      leave(_node, _context, resolved) {
        if (resolved.location) reached.add(resolved.location.source.absoluteRef);
      },
    },
    Root: {
      leave(_root, { location, report }) {
        // The parts of openapi.yaml stand beside it, those of sandbox.yaml in the folder sandbox/.
        const { dir, name: document } = parse(location.source.absoluteRef);
        const base = document === 'openapi' ? dir : join(dir, document);
        for (const folder of folders) {
          for (const file of filesBelow(join(base, folder))) {
            const name = relative(base, file);
            const isEventSource = name.startsWith(join('components', 'examples', 'events'));
            if (!reached.has(file) && !isEventSource) {
              report({ message: `Nothing refers to ${name}.`, location });
            }
          }
        }
      },
    },
  };
}

/**
 * For `redocly diff`: a sample shows what the contract says and adds nothing to it, so a change of the samples is one of
 * words. Without a rule, whatever is added counts as an addition to the API.
 */
function CodeSamples() {
  const words = (_change, { report }) => report({ message: 'The code samples have changed.' });
  return { XCodeSampleList: words, XCodeSample: words };
}

function filesBelow(folder) {
  const entries = existing(() => readdirSync(folder, { withFileTypes: true, recursive: true })) ?? [];
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function existing(read) {
  try {
    return read();
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

export default function contractRules() {
  return {
    id: 'kgiton',
    rules: {
      oas3: {
        'property-documented': PropertyDocumented,
        'error-examples-match-codes': ErrorExamplesMatchCodes,
        'error-responses-have-bodies': ErrorResponsesHaveBodies,
        'every-error-code-has-a-response': EveryErrorCodeHasResponse,
        'enum-values-described': EnumValuesDescribed,
        'portable-schemas': PortableSchemas,
        'no-unused-file': NoUnusedFile,
      },
    },
    diff: { oas3: { 'code-samples': CodeSamples } },
  };
}
