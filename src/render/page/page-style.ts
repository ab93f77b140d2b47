/** The look of the pages: the reader's own fonts, light and dark by the reader's setting, paper without what only a screen needs. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d5dae0; --paper: #fff; --card: #f6f8fa;
  --link: #0a58ca; --gain: #1f6f43; --loss: #b02a37; --mark: #0b6bcb; --warn: #8a4b00; --warn-bg: #fff4e0;
  --stripe: #4c5fd5; --apple: #6b7280; --google: #1f8a4c; --costs: #c2590c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --soft: #a3acb8; --line: #3a424d; --paper: #14181d;
  --card: #1d232a; --link: #7db4ff; --gain: #6cd39a; --loss: #ff8f98; --mark: #6cb2ff; --warn: #ffc46b;
  --warn-bg: #33270f; --stripe: #97a5ff; --apple: #b8c0cc; --google: #5fce8e; --costs: #ffa860; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { font: 16px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; color: var(--ink); background: var(--paper);
  max-width: 68rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.2; margin: .5rem 0 0; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .25rem; scroll-margin-top: 1rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p { margin: .35rem 0; overflow-wrap: anywhere; }
a { color: var(--link); }
i { font-style: normal; color: var(--soft); font-size: .85em; }
.soft, figcaption, caption { color: var(--soft); font-size: .875rem; }
.state { text-transform: uppercase; letter-spacing: .06em; font-size: .8rem; color: var(--soft); margin: 0; }
.lead { font-size: 1.05rem; max-width: 46rem; }
.hero { font-size: clamp(2.4rem, 11vw, 4rem); line-height: 1.1; font-weight: 650; margin: .25rem 0 0;
  font-variant-numeric: tabular-nums; letter-spacing: -.02em; }
.hero i { font-size: .5em; letter-spacing: 0; }
.hero span { display: inline-block; font-size: .35em; font-weight: 400; color: var(--soft); letter-spacing: 0; }
.notice { background: var(--warn-bg); border-left: .3rem solid var(--warn); padding: .5rem .75rem; margin: .75rem 0; }
dl.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(13rem, 45%), 1fr)); gap: .6rem; margin: 1rem 0; }
dl.cards div { background: var(--card); border-radius: .5rem; padding: .55rem .7rem; min-width: 0; }
dl.cards dt { color: var(--soft); font-size: .8rem; }
dl.cards dd { margin: 0; font-size: 1.1rem; font-weight: 600; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
dl.cards dd i { font-size: .72em; }
nav { display: flex; flex-wrap: wrap; gap: .1rem .9rem; font-size: .9rem; margin: 1rem 0; }
nav a { padding: .25rem 0; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 1.25rem; }
@media (min-width: 62rem) { .beside { display: grid; grid-template-columns: minmax(0, 25rem) minmax(0, 1fr); gap: 1.5rem; align-items: start; } }
figure { margin: .75rem 0; min-width: 0; }
figure svg { display: block; width: 100%; max-width: 34rem; height: auto; }
svg text { font: 11px system-ui, -apple-system, "Segoe UI", sans-serif; fill: var(--ink); }
svg .axis { fill: var(--soft); }
svg .rule { stroke: var(--line); stroke-width: 1; }
svg .zero { stroke: var(--soft); stroke-width: 1; }
svg .strong { font-weight: 650; }
svg .end { text-anchor: end; }
svg .middle { text-anchor: middle; }
svg .mark { fill: var(--mark); }
svg .gain { fill: var(--gain); }
svg .loss { fill: var(--loss); }
svg .quiet { fill: var(--apple); }
svg .stripe { fill: var(--stripe); }
svg .apple { fill: var(--apple); }
svg .google { fill: var(--google); }
svg .costs { fill: var(--costs); }
svg .stroke { fill: none; stroke: var(--mark); stroke-width: 2; }
svg .even { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 4 3; }
svg .wash { fill: var(--mark); opacity: .15; }
.key { display: flex; flex-wrap: wrap; gap: .1rem .9rem; padding: 0; margin: .25rem 0; list-style: none; font-size: .8rem; }
.key svg { display: inline-block; width: .7rem; height: .7rem; margin-right: .3rem; }
.scroll { overflow-x: auto; max-width: 100%; margin: .5rem 0; }
.scroll:focus-visible, button:focus-visible, a:focus-visible, input:focus-visible, summary:focus-visible {
  outline: 2px solid var(--link); outline-offset: 1px; }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; min-width: 100%; }
caption { text-align: left; padding: .15rem 0; }
caption span { display: inline-block; position: sticky; left: 0; max-width: calc(100vw - 2rem); }
td:first-child { white-space: nowrap; }
td.t { min-width: 15rem; white-space: normal; }
th, td { text-align: left; padding: .3rem .65rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--soft); font-weight: 600; vertical-align: bottom; }
.n { text-align: right; white-space: nowrap; }
td.c { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .9em; white-space: nowrap; }
tfoot td { font-weight: 600; border-bottom: 0; }
th button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; text-align: inherit; }
th button:hover { text-decoration: underline; }
th[aria-sort=ascending] button::after { content: " \\2191"; }
th[aria-sort=descending] button::after { content: " \\2193"; }
[hidden] { display: none !important; }
.search { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem .6rem; font-size: .9rem; }
.search[hidden] { display: none; }
.search input { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: .3rem;
  padding: .25rem .5rem; width: min(100%, 18rem); }
/* What is below the window is laid out when it is reached. */
@media screen { section { content-visibility: auto; contain-intrinsic-size: auto 50rem; } }
details { border-bottom: 1px solid var(--line); padding: .3rem 0; }
summary { cursor: pointer; display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; padding: .15rem 0; }
summary::before { content: "+"; color: var(--soft); width: .75rem; }
details[open] > summary::before { content: "-"; }
summary b { font-weight: 500; flex: 1; min-width: 0; overflow-wrap: anywhere; }
code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .9em; overflow-wrap: anywhere; }
.ok::before, .open::before, .blocked::before { font-weight: 700; margin-right: .35rem; }
.ok::before { content: "\\2713"; color: var(--gain); }
.open::before { content: "!"; color: var(--loss); }
.blocked::before { content: "\\2026"; color: var(--warn); }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: .5rem; }
@media print { :root { color-scheme: light; --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --card: #fff; --link: #000;
  --mark: #0b6bcb; --gain: #1f6f43; --loss: #b02a37; --warn: #8a4b00; --warn-bg: #fff; --stripe: #4c5fd5; --apple: #6b7280;
  --google: #1f8a4c; --costs: #c2590c; }
  @page { margin: 14mm; }
  body { font-size: 10pt; max-width: none; padding: 0; }
  nav, .search { display: none; }
  h2 { margin-top: 1.2rem; break-after: avoid; }
  figure, tr, dl.cards div { break-inside: avoid; }
  /* A total stands once, under all of its rows, not at the foot of every sheet. */
  tfoot { display: table-row-group; }
  dl.cards div { border: 1px solid var(--line); }
  .charts { grid-template-columns: 1fr 1fr; gap: 1rem; }
  .beside { display: block; }
  figure svg { max-width: 22rem; }
  .scroll { overflow: visible; }
  table { font-size: 8pt; }
  .c { white-space: normal; overflow-wrap: anywhere; }
  td.t { min-width: 0; }
  #wallets tbody tr:nth-child(n+101) { display: none; } }
`;
