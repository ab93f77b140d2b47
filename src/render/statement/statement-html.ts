import type { Section } from './month-sections.ts';

/** Stands before and after the record in an HTML statement. */
export const HTML_RECORD = { before: '<script type="application/json" id="record">', after: '</script>' };

/** One page that needs nothing else: no script runs, nothing is loaded. */
export function statementHtml(title: string, wallet: string, sections: readonly Section[], record: string): string {
  const body = sections.map(sectionHtml).join('\n');
  // A closing tag inside the record would end it; JSON has another way to write it.
  const data = record.replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p class="wallet">${escaped(wallet)}</p>
${body}
${HTML_RECORD.before}${data}${HTML_RECORD.after}
</body>
</html>
`;
}

function sectionHtml({ title, columns, rows }: Section): string {
  const heading = `<h2>${escaped(title)}</h2>`;
  if (columns.length === 0) return `${heading}\n${rows.map((row) => `<p>${escaped(row.join(' '))}</p>`).join('\n')}`;
  const head = columns.map((column) => `<th>${escaped(column)}</th>`).join('');
  const lines = rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`);
  return `${heading}\n<table>\n<tr>${head}</tr>\n${lines.join('\n')}\n</table>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const STYLE = `
body { font: 14px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }
h1 { font-size: 1.4rem; margin-bottom: 0; }
h2 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
p { margin: .2rem 0; overflow-wrap: anywhere; }
.wallet { font-family: ui-monospace, monospace; color: #555; }
table { border-collapse: collapse; width: 100%; display: block; overflow-x: auto; }
th, td { text-align: right; padding: .2rem .6rem; border-bottom: 1px solid #e3e3e3; font-variant-numeric: tabular-nums; }
th:first-child, td:first-child { text-align: left; }
@media print { body { margin: 0; font-size: 10px; } }
`;
