const emptyPicture = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=';

/**
 * Makes Redoc's page work from any folder, any host and from a file, without asking another host for anything.
 *
 * The bundle shows the logo of its maker from a CDN, without an option to leave it out. And the prerendered links are
 * paths (`/payments`) where the running page has fragments (`#/payments`): React keeps the ones it finds, and a path
 * leads nowhere on a static host.
 */
export function selfContained(html: string): string {
  return html
    .replace(/https:\/\/cdn\.redoc\.ly\/[\w./-]+\.svg/g, emptyPicture)
    .replace(/<div id="redoc">.*?<script type="module">/s, (prerendered) =>
      prerendered.replaceAll(' href="/', ' href="#/'),
    );
}
