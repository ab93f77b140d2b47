import type { Sha256 } from '../../core/statement/merkle-proof.ts';
import type { StatementLayout } from '../../core/statement/statement-record.ts';
import { documentOf } from '../page/document.ts';
import { Html, html } from '../page/html.ts';
import { checkScript } from './check-script.ts';
import { headingOf, type Section } from './section.ts';
import { statementStyle } from './statement-style.ts';

/** Stands before and after the record in an HTML statement. */
export const HTML_RECORD = { before: '<script type="application/json" id="record">', after: '</script>' };

/** What an HTML statement is made of. */
export interface StatementPage {
  readonly title: string;
  /** What stands first. */
  readonly lead: Html;
  readonly sections: readonly Section[];
  /** As one line of JSON. */
  readonly record: string;
  readonly layout: StatementLayout;
}

/** One page that needs nothing else, links to nothing, and checks itself. */
export function statementHtml({ title, lead, sections, record, layout }: StatementPage, hash: Sha256): string {
  // A closing tag inside the record would end it; JSON has another way to write it.
  const data = new Html(HTML_RECORD.before + record.replaceAll('<', '\\u003c') + HTML_RECORD.after);
  const body = html`<main>
${lead}
<section class="check" aria-label="Check">
<p id="verdict" role="status">Not checked: the script of this page did not run.</p>
<p><label for="public">The month’s published public.json, chosen here or dropped on the page:</label>
<input type="file" id="public" accept=".json,application/json" multiple=""></p>
</section>
${sections.map((section) => html`${sectionHtml(section, layout)}\n`)}</main>
${data}`;
  return documentOf({ title, style: statementStyle(layout), script: checkScript(layout), body, isSealed: true }, hash);
}

/** A heading. A browser takes `</h3>` for the end of `<h2>`: of this one every letter counts. */
export function pageHeading(level: number, text: string): Html {
  return html`<div role="heading" aria-level="${level}">${text}</div>`;
}

function sectionHtml(section: Section, layout: StatementLayout): Html {
  const { columns, rows } = section;
  const heading = pageHeading(2, headingOf(section));
  if (columns.length === 0) return html`${heading}\n${rows.map((row) => html`<p>${row.join(' ')}</p>\n`)}`;
  if (layout >= 10 && columns.length > MOST_COLUMNS)
    return html`${heading}\n${rows.map((row) => rowTable(columns, row))}`;
  const looks = columns.map((_, at) => (rows.every((row) => /^-?[\d.]*$/.test(row[at] ?? '')) ? html` class="n"` : ''));
  const head = columns.map((column, at) => html`<th scope="col"${looks[at] ?? ''}>${column}</th>`);
  const lines = rows.map((row) => html`<tr>${row.map((cell, at) => html`<td${looks[at] ?? ''}>${cell}</td>`)}</tr>\n`);
  return html`${heading}
<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>
${lines}</tbody></table></div>`;
}

/** More columns than a phone has room for. */
const MOST_COLUMNS = 6;

/** A row by itself: a line for each of its cells that is not empty. */
function rowTable(columns: readonly string[], row: readonly string[]): Html {
  const lines = columns.flatMap((column, at) => {
    const cell = row[at] ?? '';
    return cell === '' ? [] : [html`<tr><th scope="row">${column}</th><td>${cell}</td></tr>\n`];
  });
  return html`<table class="each"><tbody>
${lines}</tbody></table>
`;
}
