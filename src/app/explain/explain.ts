import type { Explanation } from '../../core/explanation/explanation.ts';
import type { Month } from '../../core/month/month.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import type { ExplainRequest } from './explain-request.ts';
import { type ShownExplanation, shownExplanation } from './quoted-tree.ts';
import { cellQuestion, payoutCell, poolCell, walletInMonth } from './report-cell.ts';

/** What is asked of `revshare explain`. */
export interface Question extends ExplainRequest {
  /** A cell, a wallet, a charge, an invoice, a job, a row of an export, an amount. */
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

async function answers(question: Question): Promise<Explanation[]> {
  const { asked, month } = question;
  const cell = cellQuestion(asked);
  if (cell?.file === 'pool.csv') return orNone(await poolCell(question, month, cell));
  if (cell?.file === 'payouts.csv') return orNone(await payoutCell(question, month, cell));
  if (/^0x[0-9a-f]{40}$/i.test(asked)) return orNone(await walletInMonth(question, month, asked));
  throw new InvalidInput([problem('no-such-path', { file: asked }, 'nothing is known by this name')]);
}

function orNone(found: Explanation | null): Explanation[] {
  return found === null ? [] : [found];
}
