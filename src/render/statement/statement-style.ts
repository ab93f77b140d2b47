import type { StatementLayout } from '../../core/statement/statement-record.ts';

const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d5dae0; --paper: #fff; --mark: #0b6bcb; --quiet: #8a94a1;
  --good: #1f6f43; --bad: #b02a37; --half: #8a4b00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --soft: #a3acb8; --line: #3a424d; --paper: #14181d; --mark: #6cb2ff;
  --quiet: #7d8794; --good: #6cd39a; --bad: #ff8f98; --half: #ffc46b; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 44rem; margin: 0 auto; padding: 1rem; }
[aria-level="1"] { font-weight: 700; font-size: 1.3rem; margin: .25rem 0 0; }
[aria-level="2"] { font-weight: 700; font-size: 1rem; margin: 1.75rem 0 .25rem; }
p { margin: .35rem 0; overflow-wrap: anywhere; }
i { font-style: normal; color: var(--soft); font-size: .85em; }
.state, figcaption, label { color: var(--soft); font-size: .875rem; }
.hero { font-size: clamp(2.2rem, 11vw, 3.4rem); font-weight: 650; line-height: 1.1; font-variant-numeric: tabular-nums; }
.hero i { font-size: .5em; }
.hero span { font-size: .4em; font-weight: 400; color: var(--soft); }
.wallet { font-family: ui-monospace, monospace; font-size: .85rem; color: var(--soft); }
.lead { font-size: 1.1rem; }
.notice { border-left: .25rem solid var(--half); padding-left: .6rem; }
.check { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .8rem; margin: 1rem 0; }
.good, .bad, .half { font-weight: 600; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.half { color: var(--half); }
input { font: inherit; font-size: .875rem; max-width: 100%; }
figure { margin: 1rem 0; }
svg { display: block; width: 100%; max-width: 32rem; height: auto; }
svg text { font: 11px system-ui, sans-serif; fill: var(--soft); }
.end { text-anchor: end; }
.middle { text-anchor: middle; }
.rule { stroke: var(--line); }
.zero { stroke: var(--soft); }
.mark { fill: var(--mark); }
.quiet { fill: var(--quiet); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--soft); font-weight: 600; }
.n { text-align: right; white-space: nowrap; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } .check label, .check input { display: none; } }
`;

/** Nothing is cut on a small screen or on paper: ids wrap, and what has many columns stands as one table for each row. */
const NOTHING_CUT = `td:last-child { overflow-wrap: anywhere; }
.each th { width: 6.5rem; }
.each + .each { margin-top: 1rem; }
@media (max-width: 30rem) { table { font-size: .75rem; } th, td { padding-right: .3rem; } th.n { white-space: normal; } }
`;

/** The look of a statement, small: there is one for every wallet. */
export function statementStyle(layout: StatementLayout): string {
  return layout < 10 ? STYLE : STYLE + NOTHING_CUT;
}
