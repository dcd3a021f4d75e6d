/** A part of a page that can be found: from a heading to the next, or a row of a table that has an anchor. */
export interface Section {
  /** Address below the folder of the language, with the anchor. */
  href: string;
  /** The title of its page. */
  page: string;
  /** Its own heading; the title of the page for what stands before the first one, empty for a row. */
  heading: string;
  /** What a row is about, such as `GATEWAY_ERROR`; empty for all else. */
  name: string;
  /** The `operationId` of an operation; empty for all else. */
  operation: string;
  text: string;
}

/** The parts of a page's HTML. Programs are left out: each has a page that speaks of it. */
export function sectionsOf(file: string, page: string, html: string): Section[] {
  const [intro = '', ...parts] = html.split(/(?=<(?:h[2-4]|section|tr)\b[^>]* id="|<\/table>)/);
  let around: Section = { href: file, page, heading: page, name: '', operation: '', text: textOf(intro) };
  const sections = [around];
  for (const part of parts) {
    const [, tag, id, heading = '', rest = ''] = PART.exec(part) ?? [];
    if (!tag || !id) {
      // What stands behind the rows belongs to what they stand in.
      around.text = `${around.text} ${textOf(part)}`.trim();
      continue;
    }
    const place = { href: `${file}#${id}`, page };
    if (tag === 'tr') {
      const name = textOf(heading.split('<br>', 1)[0] ?? '');
      sections.push({ ...place, heading: '', name, operation: '', text: `${textOf(heading)} ${textOf(rest)}` });
    } else {
      around = {
        ...place,
        heading: textOf(heading),
        name: '',
        operation: tag === 'section' ? id : '',
        text: textOf(rest),
      };
      sections.push(around);
    }
  }
  return sections;
}

/** A heading with an anchor, a section with one that begins with its heading, or a row with one. */
const PART = /^<(\w+)[^>]* id="([^"]+)"[^>]*>(?:\s*<(?:h2|td)\b[^>]*>)?(.*?)<\/(?:h[2-4]|td)>(.*)$/s;

function textOf(html: string): string {
  return (
    html
      .replace(/<figure class="code".*?<\/figure>/gs, ' ')
      .replace(/<button.*?<\/button>/gs, ' ')
      .replace(/<a class="anchor".*?<\/a>/gs, '')
      .replace(/<thead>.*?<\/thead>/gs, ' ')
      // What keeps words together, or lets them break, is no part of them.
      .replace(/<wbr>|\u2060/g, '')
      .replace(/<[^>]+>/g, ' ')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
      .replace(/\s+/g, ' ')
      .trim()
  );
}
