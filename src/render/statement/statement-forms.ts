import type { Sha256 } from '../../core/statement/merkle-proof.ts';
import {
  STATEMENT_LAYOUT,
  type StatementForm,
  type StatementLayout,
  type StatementRecord,
} from '../../core/statement/statement-record.ts';
import { html } from '../page/html.ts';
import { monthSections, pageSections } from './month-sections.ts';
import { CSV_RECORD, statementCsv } from './statement-csv.ts';
import { HTML_RECORD, pageHeading, statementHtml } from './statement-html.ts';
import { statementLead } from './statement-lead.ts';
import { recordInText, statementText } from './statement-text.ts';
import { yearSections } from './year-sections.ts';

/**
 * A statement in one of its forms. Each carries its record whole, and is written from nothing else: whoever has the
 * record can write the file again, byte by byte.
 */
export function statementIn(
  form: StatementForm,
  record: StatementRecord,
  hash: Sha256,
  layout: StatementLayout = STATEMENT_LAYOUT,
): string {
  return statementWriter(record, hash, layout)(form);
}

/** The same for several forms of one record: what they share is made once. */
export function statementWriter(
  record: StatementRecord,
  hash: Sha256,
  layout: StatementLayout = STATEMENT_LAYOUT,
): (form: StatementForm) => string {
  const data = recordText(record, layout);
  const isMonth = record.kind === 'month';
  const wallet = isMonth ? record.statement.wallet : record.wallet;
  const sections = isMonth ? monthSections(record, layout) : yearSections(record, layout);
  const title = isMonth
    ? `Worker statement ${record.statement.published.month}, ${record.statement.published.state}`
    : `Worker statement ${record.year}`;
  return (form) => {
    if (form === 'json') return `${data}\n`;
    if (form === 'csv') return statementCsv(wallet, sections, data);
    if (form === 'text') return statementText(title, wallet, sections, data);
    const page = isMonth
      ? { lead: statementLead(record, layout), sections: pageSections(record, layout) }
      : { lead: html`${pageHeading(1, title)}\n<p class="wallet">${wallet}</p>`, sections };
    return statementHtml({ title, ...page, record: data, layout }, hash);
  };
}

/** The record as one line of JSON. */
function recordText(record: StatementRecord, layout: StatementLayout): string {
  return JSON.stringify({ revshare_statement: layout, ...record });
}

/** The form of a statement's file, and the record in it as JSON text; null when it holds none. */
export function recordIn(file: string): { readonly form: StatementForm; readonly record: string } | null {
  if (file.startsWith('{')) return { form: 'json', record: file.trimEnd() };
  const html = file.indexOf(HTML_RECORD.before);
  if (html !== -1) {
    const rest = file.slice(html + HTML_RECORD.before.length);
    const end = rest.indexOf(HTML_RECORD.after);
    return end === -1 ? null : { form: 'html', record: rest.slice(0, end) };
  }
  const inText = recordInText(file);
  if (inText !== null) return { form: 'text', record: inText };
  const last = file.trimEnd().split('\n').at(-1) ?? '';
  const csv = new RegExp(`^[^,]*,${CSV_RECORD},1,,"(.*)"$`).exec(last);
  return csv === null ? null : { form: 'csv', record: (csv[1] ?? '').replaceAll('""', '"') };
}
