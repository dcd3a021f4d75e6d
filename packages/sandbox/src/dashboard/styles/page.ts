/** Colours, type and the frame of the page. */
export const PAGE_STYLES = `
:root {
  color-scheme: light dark;
  --page: #f2f7f5; --card: #ffffff; --inset: #f5f9f7; --line: #dce7e3; --line-strong: #c3d3cd;
  --text: #14211e; --muted: #51625d;
  --brand: #0f6b5c; --brand-strong: #0a4a40; --on-brand: #ffffff;
  --good: #0b6b45; --good-fill: #dcf3e7;
  --bad: #a52a20; --bad-fill: #fde8e5;
  --waiting: #6d4f00; --waiting-fill: #fcf1d4;
  --quiet: #4d5c58; --quiet-fill: #e8eeec;
  --fault: #5b3d99; --fault-fill: #eee8fb;
  --shadow: 0 1px 2px rgb(10 50 40 / 5%), 0 4px 16px rgb(10 50 40 / 4%);
  --lifted: 0 2px 6px rgb(10 50 40 / 8%), 0 12px 32px rgb(10 50 40 / 14%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e1514; --card: #151e1c; --inset: #101817; --line: #26332f; --line-strong: #3a4b46;
    --text: #e7f0ed; --muted: #a2b4ae;
    --brand: #56b9a6; --brand-strong: #96dccf; --on-brand: #06211c;
    --good: #7bd6a8; --good-fill: #12352a;
    --bad: #ff9f94; --bad-fill: #401b18;
    --waiting: #f0cf7d; --waiting-fill: #362b10;
    --quiet: #b3c2bd; --quiet-fill: #26312e;
    --fault: #c9b4ff; --fault-fill: #2c2347;
    --shadow: none; --lifted: 0 12px 32px rgb(0 0 0 / 50%);
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { scroll-padding-top: 7.5rem; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  overflow-wrap: anywhere; -webkit-text-size-adjust: 100%;
}
h1, h2, h3, p, ul, ol, dl, dd, pre { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h3 { font-size: 1em; }
code, pre { font: 0.8125rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
a { color: var(--brand); text-underline-offset: 0.2em; }
:focus-visible { outline: 3px solid var(--brand); outline-offset: 2px; border-radius: 0.375rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.section-top code { user-select: all; }
#divided:empty { display: none; }
.hint { color: var(--muted); font-size: 0.8125rem; }

.top { position: sticky; top: 0; z-index: 2; border-bottom: 1px solid var(--line); background: var(--card); }
.bar, .jumps, main { max-width: 82rem; margin: 0 auto; padding: 0 1.5rem; }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; padding-block: 0.75rem 0.25rem; }
h1 { display: flex; align-items: center; gap: 0.625rem; font-size: 1.0625rem; letter-spacing: -0.01em; white-space: nowrap; }
.mark { width: 1.75rem; height: 1.75rem; fill: var(--brand); }
.mark path { fill: none; stroke: var(--on-brand); stroke-width: 2; }
.sandbox { color: var(--muted); font-weight: 400; }
.time { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 0.75rem; margin-inline-start: auto; }
.clock { font-size: 0.8125rem; line-height: 1.35; text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
.clock time > * { display: block; }
.clock .utc strong { font-size: 0.9375rem; }
.jakarta { color: var(--muted); }

.live { display: flex; align-items: center; gap: 0.5rem; color: var(--muted); font-size: 0.8125rem; }
.dot { width: 0.5rem; height: 0.5rem; border-radius: 50%; background: var(--line-strong); }
[data-connection=live] .dot { background: #1fa971; box-shadow: 0 0 0 0.25rem rgb(31 169 113 / 18%); }
[data-connection=lost] .dot { background: var(--bad); }
[data-connection=lost] .live { color: var(--bad); font-weight: 600; }
[data-connection=lost] .connected { display: none; }
[data-connection=lost] main { opacity: 0.6; }
.jumps { display: flex; gap: 0.25rem; overflow-x: auto; }
.jumps a { margin-inline-start: -0.5rem; padding: 0.375rem 0.5rem 0.625rem; color: var(--muted); font-size: 0.8125rem; text-decoration: none; white-space: nowrap; }
.jumps a + a { margin-inline-start: 0.25rem; }
.jumps a:hover { color: var(--text); box-shadow: inset 0 -2px var(--brand); }
.jumps a:focus-visible { outline-offset: -3px; }
html:not(.scripted) .live, html:not(.scripted) .copy { display: none; }

main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 2rem; padding-block: 1.5rem 4rem; }
#notice { grid-column: 1 / -1; }
.notice { margin-bottom: 1.25rem; padding: 0.75rem 1rem; border: 1px solid currentcolor; border-radius: 0.75rem; background: var(--bad-fill); color: var(--bad); font-weight: 600; }
.section { margin-bottom: 2rem; }
.section-top { display: flex; align-items: baseline; gap: 0.5rem; margin-bottom: 0.625rem; }
h2 { font-size: 1rem; letter-spacing: -0.01em; }
.count { padding: 0 0.5rem; border-radius: 1rem; background: var(--quiet-fill); color: var(--quiet); font-size: 0.75rem; font-weight: 600; line-height: 1.25rem; font-variant-numeric: tabular-nums; }
.card { border: 1px solid var(--line); border-radius: 0.875rem; background: var(--card); box-shadow: var(--shadow); }
.empty { padding: 1.5rem 1.25rem; border-style: dashed; background: none; box-shadow: none; color: var(--muted); text-align: center; }
.older { margin-top: 0.625rem; color: var(--muted); font-size: 0.8125rem; text-align: center; }

@media (min-width: 64rem) {
  main { grid-template-columns: minmax(0, 1fr) 21rem; }
}
@media (max-width: 40rem) {
  .bar, .jumps, main { padding-inline: 1rem; }
  .bar { gap: 0.625rem; }
  .top { position: static; }
  html { scroll-padding-top: 1rem; }
  .time { width: 100%; margin: 0; justify-content: space-between; }
  .clock { width: 100%; text-align: start; }
  .clock time > * { display: inline; }
  .live { margin-inline-start: auto; min-width: 0; }
  .picker { order: 1; width: 100%; }
  .time { order: 2; }
  .jumps a { padding-block: 0.75rem; }
}
`;
