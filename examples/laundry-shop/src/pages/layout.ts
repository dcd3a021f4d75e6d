import { type Content, type Html, html } from './html.js';

/** The frame that all pages share. */
export function renderLayout(title: string, main: Content): Html {
  return html`<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Laundry Bersih</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><a class="brand" href="/"><img src="/icon.svg" alt="" width="32" height="32">Laundry Bersih</a></header>
<main>
${main}
</main>
</body>
</html>
`;
}

/** A page that shows only a message. */
export function renderMessagePage(title: string, message: string): Html {
  return renderLayout(
    title,
    html`<h1>${title}</h1>
<p>${message}</p>
<p><a class="button" href="/">Ke halaman pesanan</a></p>`,
  );
}
