import { type DefaultTreeAdapterMap, parse } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];
type ParsedElement = DefaultTreeAdapterMap['element'];

/** An element of a page, read as a browser reads it. */
export class HtmlElement {
  readonly #element: ParsedElement;

  constructor(element: ParsedElement) {
    this.#element = element;
  }

  get tag(): string {
    return this.#element.tagName;
  }

  attribute(name: string): string | undefined {
    return this.#element.attrs.find((attribute) => attribute.name === name)?.value;
  }

  attributeNames(): string[] {
    return this.#element.attrs.map(({ name }) => name);
  }

  hasClass(name: string): boolean {
    return this.attribute('class')?.split(' ').includes(name) ?? false;
  }

  /** Every element in it, in the order of the page; those of one tag, if one is named. */
  all(tag?: string): HtmlElement[] {
    const elements = [...descendants(this.#element)].map((element) => new HtmlElement(element));
    return tag ? elements.filter((element) => element.tag === tag) : elements;
  }

  /** The first element with this tag. @throws {Error} where there is none */
  one(tag: string): HtmlElement {
    const [first] = this.all(tag);
    if (!first) throw new Error(`Expected a <${tag}> in <${this.tag}>.`);
    return first;
  }

  text(): string {
    // What keeps words together is not seen.
    return [...texts(this.#element)].join('').replaceAll('\u00a0', ' ').replaceAll('\u2060', '');
  }
}

/** The `<html>` of a page. @throws {Error} for HTML that a browser would have to mend */
export function parseHtml(html: string): HtmlElement {
  const document = parse(html, {
    sourceCodeLocationInfo: true,
    onParseError({ code, startLine, startCol }) {
      throw new Error(`${code} at ${startLine}:${startCol}: ${html.split('\n')[startLine - 1]}`);
    },
  });
  for (const element of descendants(document)) {
    const { startTag, endTag, startLine } = element.sourceCodeLocation ?? {};
    const isWhole = endTag || VOID.has(element.tagName) || (startTag && html[startTag.endOffset - 2] === '/');
    if (!isWhole) throw new Error(`<${element.tagName}> at line ${startLine} is not closed.`);
  }
  const [root] = document.childNodes.filter((node) => 'tagName' in node);
  if (!root) throw new Error('Expected a page, got nothing.');
  return new HtmlElement(root);
}

/** Elements that have no end. */
const VOID = new Set(['br', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr']);

function* descendants(node: Node): Generator<ParsedElement> {
  for (const child of 'childNodes' in node ? node.childNodes : []) {
    if ('tagName' in child) yield child;
    yield* descendants(child);
  }
}

function* texts(node: Node): Generator<string> {
  if ('value' in node) yield node.value;
  for (const child of 'childNodes' in node ? node.childNodes : []) yield* texts(child);
}
