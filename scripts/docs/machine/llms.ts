import { DOWNLOADS } from '../links.js';

/** A page in the list for assistants. */
export interface ListedPage {
  /** The file of its Markdown. */
  markdownFile: string;
  title: string;
  description: string;
}

export interface LlmsOptions {
  title: string;
  summary: string;
  guides: readonly ListedPage[];
  references: readonly ListedPage[];
  headings: { guides: string; reference: string };
  /** What the links begin with: empty, or the address of the language's folder with a slash at its end. */
  base: string;
  /** What the links to the documents begin with: the way, or the address, of the root of the site. */
  root: string;
}

/** The list of all pages for assistants, in the form of llmstxt.org. */
export function llmsTxt({ title, summary, guides, references, headings, base, root }: LlmsOptions): string {
  const entry = ({ markdownFile, title: name, description }: ListedPage) =>
    `- [${name}](${base}${markdownFile}): ${description}`;
  return `# ${title}

> ${summary}

## ${headings.guides}

${guides.map(entry).join('\n')}

## ${headings.reference}

${references.map(entry).join('\n')}
${DOWNLOADS.map((file) => `- [${file}](${root}${file})`).join('\n')}
`;
}

/** The text of all pages, one after the other. */
export function llmsFullTxt(pages: readonly string[]): string {
  return pages.join('\n---\n\n');
}
