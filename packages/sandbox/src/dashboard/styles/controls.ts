/** What can be pressed, chosen or filled in, and the chips. */
export const CONTROL_STYLES = `
.button, select, input {
  min-height: 2rem; padding: 0.25rem 0.75rem; border: 1px solid var(--line-strong); border-radius: 0.5rem;
  background: var(--card); color: var(--text); font: inherit; font-size: 0.8125rem;
}
.button { display: inline-flex; align-items: center; justify-content: center; font-weight: 600; text-decoration: none; white-space: nowrap; cursor: pointer; }
.button:hover { background: var(--inset); border-color: var(--muted); }
.button:active { transform: translateY(1px); }
.primary { border-color: transparent; background: var(--brand); color: var(--on-brand); }
.primary:hover { border-color: transparent; background: var(--brand-strong); }
.danger { border-color: transparent; background: none; color: var(--bad); }
.danger:hover { border-color: transparent; background: var(--bad-fill); }
select { width: 100%; max-width: 100%; min-width: 0; padding-inline: 0.5rem 0.25rem; }
input { width: 100%; font-variant-numeric: tabular-nums; }
input::placeholder { color: var(--muted); opacity: 1; }
form { display: flex; align-items: end; gap: 0.5rem; }
.choice { display: grid; gap: 0.125rem; min-width: 0; flex: 1 1 auto; }
.choice > label { color: var(--muted); font-size: 0.75rem; line-height: 1.25; }
.choice.short { flex: 0 0 4.5rem; }
.choice.beside { grid-template-columns: auto minmax(0, 1fr); align-items: center; gap: 0.5rem; }
form:has(> .beside, > .hint) { align-items: center; }
.actions .beside select { width: 10rem; }

.steps { gap: 0; }
.steps .button { margin-inline-start: -1px; border-radius: 0; font-variant-numeric: tabular-nums; }
.steps .button:first-child { margin: 0; border-start-start-radius: 0.5rem; border-end-start-radius: 0.5rem; }
.steps .button:last-child { border-start-end-radius: 0.5rem; border-end-end-radius: 0.5rem; }
.steps .button:hover, .steps .button:focus-visible { z-index: 1; }

.picker details { position: relative; }
.picker summary {
  display: flex; align-items: center; gap: 0.5rem; max-width: 20rem; min-height: 2rem; padding: 0.25rem 0.75rem;
  border: 1px solid var(--line-strong); border-radius: 0.5rem; font-size: 0.8125rem; cursor: pointer; list-style: none;
}
.picker summary::-webkit-details-marker { display: none; }
.picker summary:hover { background: var(--inset); }
.picker summary::after { content: ""; flex: none; width: 0.4rem; height: 0.4rem; margin: -0.2rem 0 0 0.125rem; border: solid var(--muted); border-width: 0 1.5px 1.5px 0; transform: rotate(45deg); }
.picker .label { flex: none; color: var(--muted); }
.picker .chosen { min-width: 0; overflow: hidden; font-weight: 600; text-overflow: ellipsis; white-space: nowrap; }
.picker ul { position: absolute; z-index: 3; width: max-content; min-width: 100%; max-width: min(26rem, calc(100vw - 2rem)); max-height: 20rem; margin-top: 0.375rem; padding: 0.375rem; overflow-y: auto; border: 1px solid var(--line); border-radius: 0.75rem; background: var(--card); box-shadow: var(--lifted); }
.picker a { display: block; padding: 0.375rem 0.625rem; border-radius: 0.375rem; color: var(--text); font-size: 0.8125rem; text-decoration: none; }
.picker a:hover { background: var(--inset); }
.picker a[aria-current] { color: var(--brand); font-weight: 600; }
.picker a[aria-current]::after { content: " ✓" / ""; }

.chip, .status { display: inline-flex; align-items: center; gap: 0.375rem; padding: 0 0.5rem; border-radius: 1rem; font-size: 0.75rem; font-weight: 600; line-height: 1.375rem; white-space: nowrap; }
.chip::before { content: ""; width: 0.375rem; height: 0.375rem; border-radius: 50%; background: currentcolor; }
.status { border-radius: 0.375rem; font-variant-numeric: tabular-nums; }
.good { background: var(--good-fill); color: var(--good); }
.bad { background: var(--bad-fill); color: var(--bad); }
.waiting { background: var(--waiting-fill); color: var(--waiting); }
.chip.quiet { background: var(--quiet-fill); color: var(--quiet); }
.fault { background: var(--fault-fill); color: var(--fault); }

@media (pointer: coarse), (max-width: 40rem) {
  .button, select, input, .picker summary { min-height: 2.75rem; }
  .picker a { padding-block: 0.75rem; }
  .picker summary { max-width: none; }
}
@media (prefers-reduced-motion: no-preference) {
  .button, .picker summary { transition: background-color 0.12s, border-color 0.12s; }
  main { transition: opacity 0.2s; }
}
`;
