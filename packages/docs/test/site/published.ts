import { parseEditUrl, parseFeedbackUrl } from '../../src/parse-site-url.js';
import type { SiteOptions } from '../../src/site.js';

export const SITE_URL = 'https://docs.example/pay/';
export const EDIT_URL = 'https://git.example/kit/edit/main/';

/** What is said of a site that is published. */
export const PUBLISHED = {
  siteUrl: SITE_URL,
  editUrl: parseEditUrl(EDIT_URL.slice(0, -1)),
  feedbackUrl: parseFeedbackUrl('mailto:docs@shop.example?subject={page}'),
} satisfies SiteOptions;
