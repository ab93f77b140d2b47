import type { Decision } from '../../close/decision.ts';
import { MONEY_EXCLUSIONS } from '../../close/exclusion.ts';
import { netOf } from '../../money/components.ts';
import { Exact, exactFromMicro, formatExact } from '../../money/exact-decimal.ts';
import { formatMicro } from '../../money/micro.ts';
import { formatMonth, type Month, monthsFrom } from '../../month/month.ts';
import { utcDate } from '../../month/utc-date.ts';
import type { RowFate, SourcedTransaction } from '../../revenue/assembled.ts';
import { type ChargeHistory, postingMonths } from '../../revenue/charge-history.ts';
import { amountsIn, recogniseCharge } from '../../revenue/charge-postings.ts';
import type { RecognitionPolicy } from '../../revenue/posted-over-time.ts';
import { exactUsd, usd } from '../tree/amount.ts';
import { type Explanation, explained, sumFormula, sumOf } from '../tree/explanation.ts';
import type { PostedRow } from './posted-row.ts';
import { postingNode, type WholeOf } from './posting-node.ts';

/** A row of money of an export, with what became of it. */
export interface ChargeRow {
  readonly row: SourcedTransaction;
  readonly fate: RowFate;
  /** About an exception; null where nobody has decided it. */
  readonly decision: Pick<Decision, 'decision' | 'by' | 'note'> | null;
}

/** What is known of a charge when its month is explained. */
export interface ChargeFacts {
  readonly provider: string;
  readonly charge: string;
  readonly month: Month;
  /** Its rows of postings.csv. */
  readonly postings: readonly PostedRow[];
  readonly wholeOf: WholeOf;
  /** Its rows in the exports, what became of each, and what a person decided about one that needed it. */
  readonly rows: readonly ChargeRow[];
  /** As `known` says; null where no rows make up a charge. */
  readonly history: ChargeHistory | null;
  /** Since when it is so: `as now known`, or as the close of a final month knew it. */
  readonly known: string;
  readonly policy: RecognitionPolicy;
  /** `pool.share` of the month. */
  readonly share: string;
}

/** A charge in a month: what it posts there, what it posts in every month, and its rows in the exports. */
export function chargeExplanation(facts: ChargeFacts): Explanation {
  const { postings, month, wholeOf, history, policy } = facts;
  const parts = postings.map((posting) =>
    postingNode(posting, month, { line: null, amount: netOf(posting.amounts), whole: wholeOf(posting) }),
  );
  const net = postings.reduce((sum, { amounts }) => sum + netOf(amounts), 0n);
  return explained({
    label: `${facts.provider} ${facts.charge}: net revenue in ${formatMonth(month)}`,
    amount: usd(net),
    formula: parts.length === 0 ? 'it posts nothing in the month' : sumFormula(parts),
    rule: history === null ? 'R4' : 'R5',
    note: `of that the pool's share: ${formatExact(exactFromMicro(net).times(new Exact(facts.share)))} (${facts.share})`,
    parts,
    factors: [
      ...(history === null ? [] : [scheduleOf(history, policy, facts.known)]),
      ...facts.rows.map((each) => exportRow(each, facts.share)),
    ],
  });
}

/** What a charge posts, month by month; net of tax and fee. */
function scheduleOf(history: ChargeHistory, policy: RecognitionPolicy, known: string): Explanation {
  const recognised = recogniseCharge(history, policy);
  const { first, last } = postingMonths(history);
  const parts = monthsFrom(first, last).map((month) =>
    explained({ label: formatMonth(month), amount: usd(netOf(amountsIn(recognised, month))) }),
  );
  const covered = `${formatMonth(first)} to ${formatMonth(last)}`;
  return explained({
    label: `what it posts in all, ${covered}, ${known}`,
    amount: exactUsd(sumOf(parts)),
    formula: sumFormula(parts),
    rule: history.events.length === 0 ? 'R5' : 'R6',
    parts,
  });
}

/** A row of money of an export: what it prints, and what became of it. */
function exportRow({ row, fate, decision }: ChargeRow, share: string): Explanation {
  const { kind, atMs, gross, fee, currency, source } = row;
  return explained({
    label: `row of ${utcDate(atMs)}: ${kind}, gross ${formatMicro(gross)} ${currency}, fee ${formatMicro(fee)}`,
    note: fate.fate === 'exception' ? exceptionText(fate.by, decision) : fateText(fate, row, share),
    rule: fate.fate === 'left-out' ? 'R4' : null,
    source,
  });
}

function fateText({ fate, by }: RowFate, { gross, fee, currency }: SourcedTransaction, share: string): string {
  if (fate === 'booked') return 'booked';
  const meaning = MONEY_EXCLUSIONS[by as keyof typeof MONEY_EXCLUSIONS];
  const worth = exactFromMicro(gross - fee).times(new Exact(share));
  return `left out: ${by}. ${meaning} Counted, it would bring the pool ${formatExact(worth)} ${currency} over its months`;
}

function exceptionText(code: RowFate['by'], decision: ChargeRow['decision']): string {
  if (decision === null) return `waits for a person: ${code}; until then it posts nothing`;
  const why = decision.note === '' ? '' : ` (${decision.note})`;
  return `${code}: ${decision.by} decided ${decision.decision}${why}; it posts nothing`;
}
