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
  const [intro = '', ...parts] = html.split(/(?=<h[2-4] id=")/);
  const sections = parts.map((part) => {
    const [, id = '', heading = '', rest = ''] = /^<h[2-4] id="([^"]+)">(.*?)<\/h[2-4]>(.*)$/s.exec(part) ?? [];
    return { href: `${file}#${id}`, page, heading: textOf(heading).replace(/#$/, ''), text: textOf(rest) };
  });
  return [{ href: file, page, heading: '', text: textOf(intro) }, ...sections];
}

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
