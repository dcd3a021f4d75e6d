/** What is in the sections: rows of payments, webhooks and requests, settings, and the first steps. */
export const ROW_STYLES = `
.row { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.25rem 1rem; align-items: start; padding: 0.875rem 1rem; }
.row + .row { border-top: 1px solid var(--line); }
.row:focus-visible { outline-offset: -3px; border-radius: 0.875rem; }
.row:target { background: var(--inset); }
.payment { grid-template-columns: 3rem minmax(0, 1fr) auto; }
.request { grid-template-columns: minmax(0, 1fr); padding-block: 0.625rem; }
.request .what { display: flex; flex-wrap: wrap; align-items: center; gap: 0 0.75rem; }
.request .what > .findings, .request .what > .folded, .request .what > .hint { flex: 0 0 100%; }
.headline { display: flex; flex-wrap: wrap; align-items: center; gap: 0.125rem 0.625rem; }
.amount { font-size: 1.0625rem; letter-spacing: -0.01em; font-variant-numeric: tabular-nums; }
.when { color: var(--muted); font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
.what h3 code { color: var(--text); font-size: 0.8125rem; font-weight: 600; }
.headline h3 { margin: 0; font-size: 0.875rem; }
.meta { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.75rem; margin-top: 0.125rem; color: var(--muted); font-size: 0.8125rem; }
.meta code { font-size: 0.75rem; line-height: 1.6; }
.actions { display: flex; flex-wrap: wrap; align-items: end; justify-content: flex-end; gap: 0.5rem; }

.medium { display: block; grid-row: 1 / span 2; width: 3rem; }
.medium summary { list-style: none; cursor: zoom-in; }
.medium summary::-webkit-details-marker { display: none; }
.medium img { display: block; width: 3rem; height: 3rem; border: 1px solid var(--line-strong); border-radius: 0.5rem; background: #ffffff; }
.payment:has(.qr[open]) { grid-template-columns: 13rem minmax(0, 1fr) auto; }
.qr[open] { width: auto; }
.qr[open] summary { cursor: zoom-out; }
.qr[open] img { width: 100%; height: auto; border-radius: 0.75rem; }
.paid .qr:not([open]) img, .expired .qr:not([open]) img { opacity: 0.4; }
.paid .qr:hover img, .expired .qr:hover img { opacity: 1; }
.link { display: grid; place-items: center; height: 3rem; border: 1px solid var(--line-strong); border-radius: 0.5rem; background: var(--inset); }
.link:hover { border-color: var(--brand); }
.link svg { width: 1.5rem; height: 1.5rem; fill: none; stroke: currentcolor; stroke-width: 1.5; stroke-linecap: round; }

.row > .folded { grid-column: 1 / -1; }
.payment > .folded { grid-column: 2 / -1; }
.folded summary { display: inline-block; min-height: 1.5rem; padding-block: 0.125rem; color: var(--muted); font-size: 0.8125rem; cursor: pointer; }
.folded summary::before { content: ""; display: inline-block; width: 0.35rem; height: 0.35rem; margin: 0 0.5rem 0.1rem 0.125rem; border: solid currentcolor; border-width: 0 1.5px 1.5px 0; transform: rotate(-45deg); }
.folded[open] summary::before { margin-bottom: 0.2rem; transform: rotate(45deg); }
.folded summary:hover { color: var(--text); }
pre { max-height: 24rem; margin-top: 0.5rem; padding: 0.75rem 0.875rem; overflow: auto; border: 1px solid var(--line); border-radius: 0.625rem; background: var(--inset); white-space: pre-wrap; }
.facts { display: grid; gap: 0.375rem; margin-top: 0.5rem; font-size: 0.8125rem; }
.facts div { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: 0.75rem; }
.facts dt { color: var(--muted); }

.attempts { display: grid; gap: 0.25rem; margin-top: 0.375rem; font-size: 0.8125rem; }
.attempts li { display: flex; flex-wrap: wrap; align-items: center; gap: 0 0.5rem; font-variant-numeric: tabular-nums; }
.attempts .status { min-width: 2.5rem; justify-content: center; }
.error { color: var(--bad); }
.findings { display: grid; gap: 0.125rem; margin: 0.375rem 0; padding: 0.5rem 0.75rem; border-inline-start: 3px solid var(--line-strong); border-radius: 0.25rem; background: var(--inset); font-size: 0.8125rem; }
.findings .error code { font-weight: 600; }
.warning { color: var(--waiting); }

.panel { padding: 0.875rem 1rem; }
.settings li { display: grid; gap: 0.5rem; padding: 0.75rem 0; border-bottom: 1px solid var(--line); }
.settings li:first-child { padding-top: 0; }
.panel.settings li:last-child { padding-bottom: 0; border: 0; }
.panel:not(.settings) > * + * { margin-top: 0.75rem; }
.settings .setting { grid-template-columns: minmax(0, 1fr) auto; align-items: start; }
.setting .hint { margin-top: 0.25rem; }
.license .chip { justify-self: start; }
.license .choice.short { flex-basis: 5.5rem; }
.license input { padding-inline: 0.5rem; appearance: textfield; }
.license input::-webkit-inner-spin-button { display: none; }
.tokens { font-size: 0.8125rem; font-variant-numeric: tabular-nums; }

.first-steps { padding: 1.5rem; }
.first-steps h3 { margin-bottom: 0.25rem; font-size: 1.125rem; letter-spacing: -0.01em; }
.command { position: relative; margin: 0.5rem 0 1.25rem; }
.command pre { padding: 1rem 5.5rem 1rem 1rem; }
.copy { position: absolute; top: 0.625rem; right: 0.625rem; }

@media (max-width: 48rem) {
  .row { grid-template-columns: minmax(0, 1fr); padding: 1rem; }
  .payment { grid-template-columns: 3rem minmax(0, 1fr); }
  .payment:has(.qr[open]) { grid-template-columns: minmax(0, 1fr); }
  .payment > .folded { grid-column: 1 / -1; }
  .payment .actions form > .hint { flex: 1; }
  .payment:has(.qr[open]) > .medium { grid-row: auto; }
  .qr[open] img { width: min(100%, 16rem); }
  .row > .actions { grid-column: 1 / -1; flex-wrap: nowrap; justify-content: flex-start; margin-top: 0.25rem; }
  .payment .actions form:first-child { flex: 1 1 0; min-width: 0; }
  .delivery { grid-template-columns: minmax(0, 1fr) auto; align-items: center; }
  .delivery > .what { grid-column: 1 / -1; }
  .delivery > .folded { grid-area: 2 / 1; }
  .delivery > .folded[open] { grid-area: 3 / 1 / auto / -1; }
  .delivery > .actions { grid-area: 2 / 2; margin: 0; }
  .actions .beside select { width: 100%; }
  .actions .choice { grid-template-columns: minmax(0, 1fr); gap: 0.125rem; }
  .actions form:has(> .choice) { align-items: end; }
  .facts div { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .command pre { padding: 1rem 1rem 4rem; }
  .copy { top: auto; bottom: 0.625rem; }
}
`;
