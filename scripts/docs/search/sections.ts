/** A part of a page that can be found: from a heading to the next. */
export interface Section {
  /** Address below the folder of the language, with the anchor. */
  href: string;
  /** The title of its page. */
  page: string;
  /** Its own heading; empty for what stands before the first one. */
  heading: string;
  text: string;
}

/** The parts of a page's HTML. Programs are left out: each has a page that speaks of it. */
export function sectionsOf(file: string, page: string, html: string): Section[] {
  const [intro = '', ...parts] = html.split(/(?=<(?:h[2-4]|section)\b[^>]* id=")/);
  const sections = parts.map((part) => {
    const [, id = '', heading = '', rest = ''] = PART.exec(part) ?? [];
    return { href: `${file}#${id}`, page, heading: textOf(heading).replace(/#$/, ''), text: textOf(rest) };
  });
  return [{ href: file, page, heading: '', text: textOf(intro) }, ...sections];
}

/** A heading with an anchor, or a section with one that begins with its heading. */
const PART = /^<[^>]* id="([^"]+)"[^>]*>(?:\s*<h2>)?(.*?)<\/h[2-4]>(.*)$/s;

function textOf(html: string): string {
  return html
    .replace(/<figure class="code".*?<\/figure>/gs, ' ')
    .replace(/<button.*?<\/button>/gs, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}
