/** A piece of English prose in an OpenAPI document. */
export interface Prose {
  /** Its path from the root of the document: `components/schemas/Amount/description`. */
  key: string;
  text: string;
}

/** Properties whose value is prose, if it is a string. */
const PROSE_PROPERTIES = new Set(['description', 'summary', 'x-displayName']);

/** Properties whose value is a map from names to prose. */
const PROSE_MAPS = new Set(['x-enumDescriptions', 'x-remedies']);

/** Properties that hold data or programs: nothing in them is prose, whatever its name. */
const DATA_PROPERTIES = new Set(['value', 'example', 'x-codeSamples', 'enum', 'const', 'default', 'required']);

/** Properties that are maps with keys of our own: a schema named `description` is no prose. */
const NAME_MAPS = new Set([
  'properties',
  'patternProperties',
  'schemas',
  'parameters',
  'responses',
  'headers',
  'examples',
]);

/**
 * Every piece of prose of a bundled document, in its order. References are not followed: their targets are in the document
 * too.
 */
export function proseOf(document: object): Prose[] {
  const found: Prose[] = [];
  mapProse(document, (prose) => {
    found.push(prose);
    return prose.text;
  });
  return found;
}

/** A copy of a bundled document, with each piece of prose translated. */
export function mapProse<Document extends object>(document: Document, translate: (prose: Prose) => string): Document {
  return mapNode(document, { path: [], isNameMap: false, translate }) as Document;
}

interface Place {
  path: readonly string[];
  /** Whether the keys here are our own, and not those of the specification. */
  isNameMap: boolean;
  translate(prose: Prose): string;
}

function mapNode(node: unknown, { path, isNameMap, translate }: Place): unknown {
  if (Array.isArray(node)) {
    return node.map((entry, index) =>
      mapNode(entry, { path: [...path, nameOf(entry, index)], isNameMap: false, translate }),
    );
  }
  if (typeof node !== 'object' || node === null) return node;
  const isProseMap = PROSE_MAPS.has(path.at(-1) ?? '');
  const entries = Object.entries(named(node, path)).map(([name, value]) => {
    const at = [...path, name];
    const isProse = typeof value === 'string' && !isNameMap && (PROSE_PROPERTIES.has(name) || isProseMap);
    if (isProse) return [name, translate({ key: at.join('/'), text: value })];
    const isData = !isNameMap && (DATA_PROPERTIES.has(name) || (name === 'examples' && Array.isArray(value)));
    if (isData) return [name, value];
    return [name, mapNode(value, { path: at, isNameMap: NAME_MAPS.has(name) && !isNameMap, translate })];
  });
  return Object.fromEntries(entries);
}

/** Named entries are known by their name: a new entry before them must not make their translations stale. */
function nameOf(entry: unknown, index: number): string {
  const name = (entry as { name?: unknown } | null)?.name;
  return typeof name === 'string' ? name : String(index);
}

/** The name of a tag is both an identifier and a heading. The heading is prose. */
function named(node: object, path: readonly string[]): object {
  const isTag = path.length === 2 && path[0] === 'tags';
  return isTag ? { 'x-displayName': path[1], ...node } : node;
}
