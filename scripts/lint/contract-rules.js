// Redocly rules for what `redocly.yaml` assertions cannot say, because it needs references resolved or the whole
// document seen. Plain JavaScript: Redocly loads it without a compiler.
import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Each property has a description, and an example unless its members carry their own. */
function PropertyDocumented() {
  const isCondition = (pointer) => /\/(if|then|else|not)\//.test(pointer);
  return {
    SchemaProperties(properties, { location, resolve, report }) {
      if (isCondition(location.pointer)) return;
      for (const [name, reference] of Object.entries(properties)) {
        const schema = resolve(reference).node;
        const hasMembers = schema?.type === 'object' || schema?.oneOf !== undefined;
        if (!schema?.description?.trim()) {
          report({ message: `Property \`${name}\` has no description.`, location: location.child(name) });
        }
        if (!hasMembers && !schema?.examples?.length) {
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
      if (/^[45]\d\d$/.test(String(context.key)) && media) visit(media, context);
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

/** Every value of the ErrorCode schema belongs to exactly one status, and has an entry in `x-enumDescriptions`. */
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
      if (schema['x-retryable-codes']) errorCode = { schema, location };
    },
    Root: {
      leave(_root, { report }) {
        if (!errorCode) return;
        const { schema, location } = errorCode;
        for (const [index, code] of schema.enum.entries()) {
          const statuses = [...(statusesByCode.get(code) ?? [])];
          const at = location.child(['enum', index]);
          if (statuses.length === 0) report({ message: `No response has the error code ${code}.`, location: at });
          if (statuses.length > 1) {
            report({ message: `The error code ${code} has several statuses: ${statuses.join(', ')}.`, location: at });
          }
          if (!schema['x-enumDescriptions']?.[code]) {
            report({ message: `The error code ${code} has no entry in x-enumDescriptions.`, location: at });
          }
        }
        const unknown = (code) => !schema.enum.includes(code);
        for (const code of schema['x-retryable-codes'].filter(unknown)) {
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
 * Every YAML file beside the document's parts is reached from it. Components stand in files of their own, so
 * `no-unused-components` cannot see one that nothing refers to. Examples of events are the input of the generated ones.
 */
function NoUnusedFile() {
  const reached = new Set();
  const folders = ['paths', 'webhooks', 'components'];
  return {
    ref: {
      leave(_node, _context, resolved) {
        if (resolved.location) reached.add(resolved.location.source.absoluteRef);
      },
    },
    Root: {
      leave(_root, { location, report }) {
        const base = dirname(location.source.absoluteRef);
        for (const folder of folders) {
          for (const file of yamlFiles(join(base, folder))) {
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

function yamlFiles(folder) {
  const entries = existing(() => readdirSync(folder, { withFileTypes: true, recursive: true })) ?? [];
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
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
        'every-error-code-answers': EveryErrorCodeAnswers,
        'no-unused-file': NoUnusedFile,
      },
    },
  };
}
