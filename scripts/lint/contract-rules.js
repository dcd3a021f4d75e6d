// Redocly rules for what `redocly.yaml` assertions cannot say, because it needs references resolved or the whole
// document seen. Plain JavaScript: Redocly loads it without a compiler.
import { readdirSync } from 'node:fs';
import { basename, join, parse, relative } from 'node:path';

/** Each property has a description, and an example unless its members carry their own or it only states a condition. */
function PropertyDocumented() {
  return {
    SchemaProperties(properties, { location, resolve, report }) {
      const isCondition = /\/(if|then|else|not)\//.test(location.pointer);
      for (const [name, reference] of Object.entries(properties)) {
        const schema = resolve(reference).node;
        if (schema === undefined) continue; // no-unresolved-refs reports it
        const hasMembers = schema.properties !== undefined || schema.oneOf !== undefined;
        if (!schema.description?.trim()) {
          report({ message: `Property \`${name}\` has no description.`, location: location.child(name) });
        }
        if (!isCondition && !hasMembers && !schema.examples?.length) {
          report({ message: `Property \`${name}\` has no example (\`examples\`).`, location: location.child(name) });
        }
      }
    },
  };
}

/** The codes that the schema of an error response allows: the `enum` of its refinement of `code`. */
function codesOf(schema, resolve) {
  const refined = (schema?.allOf ?? []).map((part) => resolve(part).node?.properties?.code?.enum);
  return refined.find((codes) => codes !== undefined);
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

/** An error that we answer has one status and a JSON body. Ranges are for answers of others, whose bodies are ignored. */
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

/** What is said of the values of an enumeration, by value, is said of every value and of nothing else. */
function EnumValuesDescribed() {
  return {
    Schema(schema, { location, report }) {
      if (!Array.isArray(schema.enum)) return;
      for (const extension of ['x-enumDescriptions', 'x-remedies']) {
        const texts = schema[extension];
        if (!texts) continue;
        for (const value of schema.enum.filter((value) => !texts[value])) {
          report({ message: `The value ${value} has no entry in ${extension}.`, location });
        }
        for (const name of Object.keys(texts).filter((name) => !schema.enum.includes(name))) {
          report({ message: `${extension} names ${name}, which is no value.`, location });
        }
      }
    },
  };
}

/** An error response names its codes and has, for each of them, one example under that key with that `code`. */
function ErrorExamplesMatchCodes() {
  return visitErrorResponses((media, { key: status, location, resolve, report }) => {
    const place = location.child(['content', 'application/json']);
    const codes = codesOf(media.schema, resolve);
    if (!codes) {
      report({
        message: `Response ${status} does not say which codes it can have (\`allOf\` ErrorResponse and an \`enum\` of \`code\`).`,
        location: place.child('schema'),
      });
      return;
    }
    for (const code of codes.filter((code) => !media.examples?.[code])) {
      report({ message: `Response ${status} has no example for its code ${code}.`, location: place });
    }
    for (const [name, reference] of Object.entries(media.examples ?? {})) {
      const { node: example, location: exampleLocation } = resolve(reference);
      if (!codes.includes(name)) {
        report({
          message: `Example ${name} is not a code of response ${status}.`,
          location: place.child(['examples', name]),
        });
      } else if (example?.value?.code !== name) {
        report({
          message: `Example ${name} of response ${status} has the code ${example?.value?.code}.`,
          location: exampleLocation ?? place.child(['examples', name]),
        });
      }
    }
  });
}

/** Every value of the ErrorCode schema belongs to exactly one status. */
function EveryErrorCodeAnswers() {
  const statusesByCode = new Map();
  let errorCode;
  const remember = visitErrorResponses((media, { key: status, resolve }) => {
    for (const code of codesOf(media.schema, resolve) ?? []) {
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
        const retryable = schema['x-retryable-codes'];
        if (!Array.isArray(schema.enum) || !Array.isArray(retryable)) {
          report({ message: 'ErrorCode has two lists: enum and x-retryable-codes.', location });
          return;
        }
        for (const [index, code] of schema.enum.entries()) {
          const statuses = [...(statusesByCode.get(code) ?? [])];
          const at = location.child(['enum', index]);
          if (statuses.length === 0) report({ message: `No response has the error code ${code}.`, location: at });
          if (statuses.length > 1) {
            report({ message: `The error code ${code} has several statuses: ${statuses.join(', ')}.`, location: at });
          }
        }
        const unknown = (code) => !schema.enum.includes(code);
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
        'every-error-code-answers': EveryErrorCodeAnswers,
        'enum-values-described': EnumValuesDescribed,
        'no-unused-file': NoUnusedFile,
      },
    },
    diff: { oas3: { 'code-samples': CodeSamples } },
  };
}
