import { Html, type HtmlPart, html, NOTHING_TO_SHOW } from './html.ts';

/** The kinds of columns, each by its class in the page's style. */
const CLASSES = { number: 'n', code: 'c', prose: 't' } as const;

/** A column of a table: `number` stands to the right and sorts by value, `prose` keeps room for sentences. */
export interface TableColumn {
  readonly name: string;
  readonly kind?: keyof typeof CLASSES;
}

/** A table of a page. Sorting and searching are the page's script; without it the table is there all the same. */
export interface PageTable {
  /** Unique on its page. */
  readonly id: string;
  /** Its accessible name. */
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly HtmlPart[])[];
  /** What stands in the field for searching; without it there is none. */
  readonly search?: string;
  /** A last row that neither sorts nor is searched. */
  readonly total?: readonly HtmlPart[];
}

/** The table, with its field for searching, in a box that scrolls by itself where the screen is narrow. */
export function tableOf({ id, caption, columns, rows, search, total }: PageTable): Html {
  const cell = rowCells(columns);
  const heads = columns.map(
    ({ name, kind }) => html`<th scope="col"${classOf(kind)}>${headOf(name, rows.length)}</th>`,
  );
  const lines = rows.map((row) => html`<tr>${cell(row)}</tr>\n`);
  const foot = total === undefined ? NOTHING_TO_SHOW : html`<tfoot><tr>${cell(total)}</tr></tfoot>`;
  return html`${search === undefined ? NOTHING_TO_SHOW : searchField(id, search)}
<div class="scroll" role="region" tabindex="0" aria-labelledby="${id}-name"><table id="${id}">
<caption><span id="${id}-name">${caption}</span></caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${lines}</tbody>${foot}
</table></div>`;
}

function headOf(name: string, rows: number): HtmlPart {
  return rows > 1 ? html`<button type="button">${name}</button>` : name;
}

function rowCells(columns: readonly TableColumn[]): (row: readonly HtmlPart[]) => Html[] {
  const begins = columns.map(({ kind }) => html`<td${classOf(kind)}>`);
  return (row) => row.map((part, at) => html`${begins[at] ?? '<td>'}${part}</td>`);
}

function classOf(kind: TableColumn['kind']): Html {
  return kind === undefined ? NOTHING_TO_SHOW : new Html(` class="${CLASSES[kind]}"`);
}

/** Hidden until the script that searches is there. */
function searchField(id: string, label: string): Html {
  return html`<p class="search" hidden><label for="${id}-search">${label}</label>
<input type="search" id="${id}-search" data-table="${id}" autocomplete="off" spellcheck="false">
<output for="${id}-search" aria-live="polite"></output></p>`;
}
