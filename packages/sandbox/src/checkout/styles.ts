/** The style of the checkout page, in the colours of the reference site; light or dark, as the customer's device is. */
export const CHECKOUT_STYLES = `
:root {
  color-scheme: light dark;
  --page: #f2f7f5; --card: #ffffff; --line: #dce7e3;
  --text: #14211e; --muted: #51625d;
  --brand: #0f6b5c; --brand-strong: #0a4a40; --on-brand: #ffffff;
  --banner: #fcf1d4; --on-banner: #594100;
  --shadow: 0 1px 2px rgb(10 50 40 / 6%), 0 8px 24px rgb(10 50 40 / 6%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e1514; --card: #17211f; --line: #2a3834;
    --text: #e7f0ed; --muted: #a2b4ae;
    --brand: #56b9a6; --brand-strong: #96dccf; --on-brand: #06211c;
    --banner: #362b10; --on-banner: #f2dca2;
    --shadow: none;
  }
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  overflow-wrap: anywhere; -webkit-text-size-adjust: 100%;
}
h1, h2, p, ul, dl, dd, figure { margin: 0; padding: 0; }
ul { list-style: none; }
a { color: var(--brand); text-underline-offset: 0.2em; }
a:hover { color: var(--brand-strong); }
:focus-visible { outline: 3px solid var(--brand); outline-offset: 2px; border-radius: 4px; }

.sandbox { padding: 0.5rem 1rem; background: var(--banner); color: var(--on-banner); font-size: 0.875rem; text-align: center; }
.top, main { max-width: 60rem; margin: 0 auto; padding: 0 1rem; }
.top { display: flex; align-items: center; justify-content: space-between; min-height: 4rem; }
.brand { font-weight: 700; color: var(--brand); }
.top a, .ways a { display: inline-flex; align-items: center; min-height: 2.75rem; padding: 0 0.5rem; }
.top a { margin-inline-end: -0.5rem; }

main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem; padding-bottom: 3rem; }
.label { display: block; color: var(--muted); font-size: 0.9375rem; font-weight: 400; }
h1 { font-size: 1.25rem; line-height: 1.35; }
h2 { font-size: 1.125rem; line-height: 1.35; }
.total { margin-top: 1rem; }
.total strong { display: block; font-size: clamp(1.75rem, 9vw, 2.75rem); line-height: 1.15; letter-spacing: -0.02em; }
.card { padding: 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 1rem; box-shadow: var(--shadow); }

.payment { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; text-align: center; }
#notice:empty { display: none; }
#notice { display: grid; gap: 1rem; }
.countdown strong { font-size: 2rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.payment, .sandbox { text-wrap: balance; }
.deadline, figcaption, .redirect, .notice p { color: var(--muted); font-size: 0.9375rem; }
.button {
  display: flex; align-items: center; justify-content: center; width: 100%; min-height: 3.25rem; padding: 0.625rem 1rem;
  border: 1px solid transparent; border-radius: 0.75rem; background: var(--brand); color: var(--on-brand);
  font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer;
}
.button:hover { background: var(--brand-strong); color: var(--on-brand); }
.button:focus-visible { border-radius: 0.75rem; }
.button:disabled { background: var(--line); color: var(--muted); cursor: not-allowed; }
.quiet, .quiet:hover { border-color: var(--line); background: transparent; color: var(--text); }
figure { display: grid; gap: 0.75rem; justify-items: center; padding-top: 1rem; border-top: 1px solid var(--line); }
.qr { width: min(100%, 16rem); padding: 0.25rem; border: 1px solid var(--line); border-radius: 0.75rem; background: #ffffff; color: #000000; forced-color-adjust: none; }
.qr svg { display: block; width: 100%; height: auto; }
.ways { display: flex; flex-wrap: wrap; justify-content: center; gap: 0 0.5rem; margin-bottom: -0.5rem; }
.notice { display: grid; justify-items: center; gap: 0.5rem; padding: 0.5rem 0; }
.sign { width: 3.5rem; height: 3.5rem; padding: 0.75rem; border-radius: 50%; background: var(--line); color: var(--muted); fill: none; stroke: currentcolor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.success .sign { background: var(--brand); color: var(--on-brand); }

.items { margin-top: 0.5rem; }
.items li, .sum { display: flex; flex-wrap: wrap; gap: 0.125rem 1rem; justify-content: space-between; padding: 0.75rem 0; border-bottom: 1px solid var(--line); }
.item { flex: 1 1 9rem; min-width: 0; }
.name, .quantity { display: block; }
.quantity { color: var(--muted); font-size: 0.875rem; }
.line-total, .sum strong { margin-inline-start: auto; text-align: end; font-variant-numeric: tabular-nums; }
.sum { font-weight: 600; }
.details dl { display: grid; gap: 0.75rem; margin-top: 1rem; }
dt { color: var(--muted); font-size: 0.875rem; }

@media (min-width: 48rem) {
  .top { min-height: 5rem; }
  .top, main { padding-inline: 1.5rem; }
  main { grid-template: "bill payment" auto "details payment" 1fr / minmax(0, 1fr) 22rem; gap: 2rem 3rem; }
  .bill { grid-area: bill; }
  .details { grid-area: details; align-self: start; }
  .payment { grid-area: payment; align-self: start; }
  .card { padding: 1.75rem; }
  .details dl { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
@media (min-width: 48rem) and (min-height: 48rem) {
  .payment { position: sticky; top: 1.5rem; }
}
`;
