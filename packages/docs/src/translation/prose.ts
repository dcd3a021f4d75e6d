/** A piece of English prose of an OpenAPI document, and where it stands. */
export interface Prose {
  /** Its place, with the names of properties from the root, joined by `/`: `components/schemas/Amount/description`. */
  key: string;
  text: string;
}

/** Properties whose value is prose, if it is a text. */
const PROSE_PROPERTIES = new Set(['description', 'summary', 'x-displayName']);

/** Properties whose value is a map from names to prose. */
const PROSE_MAPS = new Set(['x-enumDescriptions', 'x-remedies']);

/** Properties that hold data and programs: nothing in them is prose, whatever it is called. */
const DATA_PROPERTIES = new Set(['value', 'example', 'x-codeSamples', 'enum', 'const', 'default', 'required']);

/** Properties whose properties have names of their own: a schema called `description` is none. */
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
 * Every piece of prose of a bundled document, in its order. A reference is not followed: what it refers to stands
 * elsewhere in the document, once.
 */
export function proseOf(document: object): Prose[] {
  const found: Prose[] = [];
  mapProse(document, (prose) => {
    found.push(prose);
    return prose.text;
  });
  return found;
}

/** A copy of a bundled document with other words: each piece of prose is replaced by what `translate` makes of it. */
export function mapProse<Document extends object>(document: Document, translate: (prose: Prose) => string): Document {
  return mapNode(document, { path: [], isNameMap: false, translate }) as Document;
}

interface Place {
  path: readonly string[];
  /** Whether the properties here have names of their own, and none of the specification's. */
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

/** Entries that have a name are known by it: a new one before them must not make their translations stale. */
function nameOf(entry: unknown, index: number): string {
  const name = (entry as { name?: unknown } | null)?.name;
  return typeof name === 'string' ? name : String(index);
}

/** The name of a tag is an identifier (addresses are made of it) and a heading: as a heading it is prose. */
function named(node: object, path: readonly string[]): object {
  const isTag = path.length === 2 && path[0] === 'tags';
  return isTag ? { 'x-displayName': path[1], ...node } : node;
}
