import type { Explanation } from '../../../core/explanation/tree/explanation.ts';
import { formatMonth, type Month } from '../../../core/month/month.ts';
import { hasAddressForm } from '../../../core/wallet/checksum-address.ts';
import { listedHash } from '../../../render/reports/read-manifest.ts';
import { byId, bySubscriber } from '../charges/charge-question.ts';
import { byJob } from '../jobs/job-question.ts';
import { sparkOverMonths } from '../jobs/spark-question.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import { type ShownExplanation, shownExplanation } from '../month/quoted-tree.ts';
import { type ReportedMonth, reportedMonth } from '../month/reported-month.ts';
import { amountOf, byAmount } from './amount-question.ts';
import { besideRow, byStatement } from './beside-reports.ts';
import { allExclusions } from './exclusion-question.ts';
import { byLine, lineQuestion } from './export-line.ts';
import { noSuchCell, nothingCalled } from './not-explained.ts';
import {
  type CellQuestion,
  cellQuestion,
  namedFigures,
  payoutCell,
  poolCell,
  shortenedWallet,
  walletInMonth,
} from './report-cell.ts';
import { reportRowExplanation } from './row-question.ts';
import { rowsNaming } from './rows-naming.ts';

/** What is asked of `revshare explain`. */
export interface Question extends ExplainRequest {
  /** A cell, a wallet, a charge, an invoice, a subscription, a subscriber, a job, a row of an export, an amount, a figure by its name. */
  readonly asked: string;
  readonly month: Month;
  readonly depth: number;
}

/** The figures that a question is about, each explained; several for an amount that stands in several cells. */
export async function explain(question: Question): Promise<ShownExplanation[]> {
  const found = await answers(question);
  const shown: ShownExplanation[] = [];
  for (const tree of found) shown.push(await shownExplanation(question, tree, question.depth));
  return shown;
}

/** What is asked is told by its form, the narrowest first. @throws InvalidInput nothing-to-explain */
async function answers(question: Question): Promise<Explanation[]> {
  const { asked } = question;
  const found = (await ofForm(question)) ?? (await ofName(question));
  if (found.length > 0) return found;
  const charged = await bySubscriber(question, question.month, asked);
  if (charged.length > 0) return charged;
  const named = await rowsNaming(question, question.month, asked);
  if (named !== null) return [named];
  const figures = await namedFigures(question, question.month, asked);
  if (figures.length > 0) return figures;
  const cell = cellQuestion(asked);
  const reports = cell === null ? null : await reportedMonth(question, question.month);
  throw nothingCalled(asked, formatMonth(question.month), reports, cell);
}

/** A cell of a report, a wallet, an amount. Null for what has none of these forms. */
async function ofForm(question: Question): Promise<Explanation[] | null> {
  const { asked, month } = question;
  const cell = cellQuestion(asked);
  // An export may be called otherwise like a report: what the month's manifest lists is one.
  if (cell !== null) {
    const reports = await reportedMonth(question, month);
    if (listedHash(reports.manifest.files, cell.file) !== undefined) {
      const found = await ofCell(question, reports, cell);
      if (found !== null) return [found];
      if ((await lineQuestion(question, month, asked)) === null) throw await noSuchCell(reports, asked, cell);
    }
  }
  if (asked === 'exclusions') return allExclusions(question, month);
  if (asked === 'spark') return sparkOverMonths(question, month);
  if (hasAddressForm(asked.toLowerCase())) return orNone(await walletInMonth(question, month, asked));
  const shortened = await shortenedWallet(question, month, asked);
  if (shortened !== null) return [shortened];
  const amount = amountOf(asked);
  return amount === null ? null : byAmount(question, month, amount);
}

function ofCell(question: Question, reports: ReportedMonth, cell: CellQuestion): Promise<Explanation | null> {
  const { month } = reports;
  if (cell.file === 'pool.csv') return poolCell(question, month, cell);
  return cell.file === 'payouts.csv'
    ? payoutCell(question, month, cell)
    : reportRowExplanation(question, reports, cell);
}

/** A row of an export by its place, else whatever carries the id. */
async function ofName(question: Question): Promise<Explanation[]> {
  const { asked, month } = question;
  const line = await lineQuestion(question, month, asked);
  if (line !== null) return byLine(question, month, line);
  const cell = cellQuestion(asked);
  const beside = cell === null ? await byStatement(question, month, asked) : await besideRow(question, month, cell);
  if (beside !== null) return [beside];
  const found = await byId(question, month, asked);
  return found.length > 0 ? found : byJob(question, month, { by: 'job', jobId: asked });
}

function orNone(found: Explanation | null): Explanation[] {
  return found === null ? [] : [found];
}
