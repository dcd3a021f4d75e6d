import type { Heading } from './markdown/anchors.js';

/** A page of the site, before it has its frame. */
export interface Page {
  kind: 'guide' | 'reference';
  /** Its group in the navigation. */
  group: string;
  /** The name of its file without extension, the same in every language. */
  slug: string;
  title: string;
  /** What the navigation calls it. */
  shortTitle: string;
  description: string;
  /** HTML of its text, for the search and the frame. */
  body: string;
  headings: readonly Heading[];
  /** Its text for programs and assistants. */
  markdown: string;
  /** The parts of it that have entries in the navigation. */
  parts: readonly { id: string; title: string; method: string }[];
}
