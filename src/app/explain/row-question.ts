import { exactUsd } from '../../core/explanation/amount.ts';
import { type Explanation, explained, sumFormula } from '../../core/explanation/explanation.ts';
import { Exact, exactFromText } from '../../core/money/exact-decimal.ts';
import type { Month } from '../../core/month/month.ts';
import { PROVIDERS } from '../../core/revenue/provider.ts';
import { unescapeFormula } from '../../core/text/formula-escape.ts';
import { hasAddressForm } from '../../core/wallet/checksum-address.ts';
import { byId, ofRows } from './charge-question.ts';
import { exclusionRow } from './exclusion-question.ts';
import type { ExplainRequest } from './explain-request.ts';
import { lineQuestion } from './export-line.ts';
import { postingRow } from './posting-row.ts';
import { type CellQuestion, walletInMonth } from './report-cell.ts';
import {
  type NumberedRows,
  numberedRows,
  type ReportedMonth,
  type ReportRow,
  reportedMonth,
  reportRow,
} from './reported-month.ts';

/** Explains a row of a report beside pool.csv and payouts.csv. Null where it has no such row. */
export async function reportRowExplanation(
  request: ExplainRequest,
  month: Month,
  question: CellQuestion,
): Promise<Explanation | null> {
  const reports = await reportedMonth(request, month);
  if (question.file === 'postings.csv') return postingRow(request, reports, question.row);
  const row = await reportRow(reports, question.file, question.row);
  if (row === null) return null;
  if (question.file === 'exclusions.csv') return exclusionRow(request, reports, question.row, row);
  const own = await OWN[question.file]?.(reports, question, row);
  const behind = await behindRow(request, month, row);
  if (own !== undefined) return { ...own, factors: [...own.factors, ...behind] };
  return { ...plainRow(question, row), factors: behind };
}

type OwnRow = (reports: ReportedMonth, question: CellQuestion, row: ReportRow) => Promise<Explanation> | Explanation;

/** Reports whose rows have an arithmetic of their own. */
const OWN: Readonly<Record<string, OwnRow>> = { 'deferred.csv': deferredRow, 'journal.csv': journalRow };

/** deferred.csv: what is not recognised yet is what was charged and changed, less what is recognised (docs/books.md). */
function deferredRow(_reports: ReportedMonth, question: CellQuestion, row: ReportRow): Explanation {
  const cell = (column: string): Explanation['cell'] => ({ file: question.file, row: question.row, column });
  const part = (column: string, label: string, sign: 1 | -1): Explanation =>
    explained({ label, amount: exactUsd(amountIn(row, column).times(sign)), cell: cell(column) });
  const parts = [
    part('charged_usd', 'charged, net of tax and fee', 1),
    part('changed_usd', 'changed by refunds, disputes and restorations', 1),
    part('recognised_before_usd', 'less what earlier months recognised', -1),
    part('recognised_in_usd', 'less what the month recognised', -1),
  ];
  return explained({
    label: `deferred of ${textIn(row, 'provider')} ${textIn(row, 'charge')}`,
    amount: exactUsd(amountIn(row, 'recognised_after_usd')),
    formula: sumFormula(parts),
    rule: 'R5',
    note: `covers ${textIn(row, 'covers_from')} to ${textIn(row, 'covers_to')}`,
    cell: cell('recognised_after_usd'),
    parts,
  });
}

/** journal.csv: the entry that the row is a line of; its lines balance. */
async function journalRow(reports: ReportedMonth, question: CellQuestion, row: ReportRow): Promise<Explanation> {
  const lines: Explanation[] = [];
  for await (const piece of numberedRows(reports, question.file)) lines.push(...linesOf(piece, textIn(row, 'entry')));
  return explained({
    label: `entry ${textIn(row, 'entry')} of ${textIn(row, 'date')}: ${textIn(row, 'memo')}; debits less credits`,
    amount: exactUsd(new Exact(0)),
    formula: sumFormula(lines),
    note: `row ${question.row} is its line on ${textIn(row, 'account')}; docs/books.md has the accounts`,
    cell: { file: question.file, row: question.row, column: textIn(row, 'debit') === '' ? 'credit' : 'debit' },
    parts: lines,
  });
}

function linesOf({ columns, records, first }: NumberedRows, entry: string): Explanation[] {
  const at = (column: string): number => columns.get(column) ?? -1;
  return records.flatMap((record, index) => {
    if (record[at('entry')] !== entry) return [];
    const [debit = '', credit = ''] = [record[at('debit')], record[at('credit')]];
    const column = debit === '' ? 'credit' : 'debit';
    const amount = debit === '' ? exactFromText(credit).negated() : exactFromText(debit);
    return [
      explained({
        label: `${column} ${record[at('account')] ?? ''}`,
        amount: exactUsd(amount),
        cell: { file: 'journal.csv', row: first + index, column },
      }),
    ];
  });
}

/** A row of any other report, cell by cell. */
function plainRow({ file, row: number, column }: CellQuestion, row: ReportRow): Explanation {
  const shown = [...row].filter(([name, cell]) => cell !== '' && (column === null || name === column));
  return explained({
    label: shown.map(([name, cell]) => `${name} ${cell}`).join(', '),
    note: 'README says what the report is; what the row names stands below',
    cell: { file, row: number, column: column ?? '' },
  });
}

/** What a row names: a charge, a wallet, a row of an export. */
async function behindRow(request: ExplainRequest, month: Month, row: ReportRow): Promise<Explanation[]> {
  const charge = textIn(row, 'charge');
  const provider = PROVIDERS.find((each) => each === textIn(row, 'provider'));
  if (charge !== '' && provider !== undefined)
    return ofRows(request, month, [
      { provider, group: plainCharge(charge), rowId: '', source: { input: '', line: 0 }, active: true },
    ]);
  if (charge !== '') return byId(request, month, charge);
  const wallet = textIn(row, 'wallet') || textIn(row, 'worker');
  if (hasAddressForm(wallet.toLowerCase())) {
    const found = await walletInMonth(request, month, wallet);
    return found === null ? [] : [found];
  }
  const place = await lineQuestion(request, `${textIn(row, 'file')}:${textIn(row, 'line')}`);
  if (place === null) return [];
  const source = { input: place.record.sha256, line: place.line };
  return [explained({ label: `row ${place.line} of ${place.record.name}`, source })];
}

/** Equal sales of Apple are numbered: they are one group. */
function plainCharge(charge: string): string {
  return charge.replace(/#\d+$/, '');
}

function textIn(row: ReportRow, column: string): string {
  return unescapeFormula(row.get(column) ?? '');
}

function amountIn(row: ReportRow, column: string): Exact {
  const text = row.get(column) ?? '';
  return exactFromText(text === '' ? '0' : text);
}
