import { exactFromMicro } from '../../money/exact-decimal.ts';
import { microFromText } from '../../money/micro.ts';
import type { EarnedPart } from '../../pool/split.ts';
import type { PayoutCells } from '../../statement/month-statement.ts';
import { countOf } from '../../text/count-of.ts';
import { FIRST_ROW, type MonthFigures } from '../pool/month-figures.ts';
import { distributable } from '../pool/pool-cell.ts';
import { allPointsOf, shareFormula, sparkValueOf, worthFormula } from '../pool/spark-value.ts';
import { counted, exactUsd, shareAmount, spark, usd } from '../tree/amount.ts';
import { asPartsOf, type Explanation, explained, sumFormula } from '../tree/explanation.ts';
import { earnedParts, jobParts, leftOutJobs, leftOutNote, pointParts, type WalletJobs } from './wallet-jobs.ts';

/** A wallet of a month, as far as its row of payouts.csv is explained. */
export interface WalletFigures {
  readonly figures: MonthFigures;
  /** Its place among the rows of payouts.csv. */
  readonly at: number;
  readonly part: EarnedPart;
  /** What its row says, by column. */
  readonly cells: PayoutCells;
  readonly jobs: WalletJobs;
  /** What its balance was made of before the month; empty where that is not explained. */
  readonly before: readonly Explanation[];
  /** The adjustments of the month, each with its reason. */
  readonly adjusted: readonly Explanation[];
  /** How it is paid: the row of payees.csv; null where the configuration decides. */
  readonly payee: Explanation['source'];
}

/** Explains a cell in a wallet's row of payouts.csv. Null for a column that it does not have. */
export function payoutCellExplanation(wallet: WalletFigures, column: string): Explanation | null {
  const own = CELLS[column];
  if (own !== undefined) return own(wallet);
  const text = wallet.cells[column] ?? TEXT_CELLS[column]?.(wallet);
  if (text === undefined) return null;
  return explained({
    label: `${column}: ${text === '' ? 'empty' : text}`,
    cell: cellOf(wallet, column),
    note: WORDS[column] ?? '',
  });
}

/** Explains a wallet's whole row: what it earned and how its account stands, then what was left out of its jobs. */
export function walletExplanation(wallet: WalletFigures): Explanation {
  const { part, figures, jobs } = wallet;
  const columns = ['earned_usd', ...ACCOUNT.filter((column) => wallet.cells[column] !== undefined)];
  const cells = columns.flatMap((column) => payoutCellExplanation(wallet, column) ?? []);
  const out = leftOutJobs(jobs, part.points, sparkValueOf(figures), figures.most);
  return explained({
    label: `wallet ${part.wallet}`,
    amount: usd(part.earned),
    formula: earnedFormula(wallet),
    rule: 'R13',
    cell: cellOf(wallet, 'earned_usd'),
    note: leftOutNote(jobs),
    factors: [...cells, ...out],
  });
}

const ACCOUNT = ['brought_forward_usd', 'adjustments_usd', 'balance_usd', 'payout_usd', 'carried_forward_usd'];

const CELLS: Readonly<Record<string, (wallet: WalletFigures) => Explanation>> = {
  jobs,
  render_spark: points,
  share,
  earned_usd: earned,
  brought_forward_usd: broughtForward,
  adjustments_usd: adjustments,
  balance_usd: balance,
  payout_usd: payout,
  carried_forward_usd: carriedForward,
};

const TEXT_CELLS: Readonly<Record<string, (wallet: WalletFigures) => string>> = {
  month: ({ cells }) => cells.month ?? '',
  state: ({ figures }) => figures.state,
  wallet: ({ part }) => part.wallet,
};

const WORDS: Readonly<Record<string, string>> = {
  month: 'the month that is closed (R1)',
  state: 'estimate: the month is not over; review: it is over; final: it is frozen (R14)',
  wallet: 'the worker’s address with its checksum, of the job log',
  method: 'by payees.csv, else payouts.default_method (R17)',
  reason: 'why the balance, or a part of it, is not payable; empty when it is (R17)',
};

function jobs(wallet: WalletFigures): Explanation {
  const parts = jobParts(wallet.jobs, wallet.part, wallet.figures.most);
  return explained({
    label: `jobs of ${wallet.part.wallet}`,
    amount: counted(wallet.part.jobs, 'jobs'),
    formula: 'its credited rows of the job log',
    rule: 'R11',
    cell: cellOf(wallet, 'jobs'),
    parts,
  });
}

function points(wallet: WalletFigures): Explanation {
  const parts = pointParts(wallet.jobs, wallet.part, wallet.figures.most);
  return explained({
    label: `render_spark of ${wallet.part.wallet}`,
    amount: spark(wallet.part.points),
    formula: sumFormula(parts),
    rule: 'R11',
    cell: cellOf(wallet, 'render_spark'),
    parts,
  });
}

function allPoints(figures: MonthFigures): Explanation {
  return explained({
    label: 'points of all wallets',
    amount: spark(allPointsOf(figures)),
    formula: `the sum of render_spark in payouts.csv, ${countOf(figures.parts.filter((each) => each.points > 0n).length, 'wallet')}`,
    rule: 'R11',
    cell: { file: 'payouts.csv', row: null, column: 'render_spark' },
  });
}

function share(wallet: WalletFigures): Explanation {
  const { part, figures, cells } = wallet;
  return explained({
    label: `share of ${part.wallet}`,
    amount: shareAmount(cells.share ?? '0'),
    formula: shareFormula(part.points, allPointsOf(figures)),
    note: 'for reading only: nothing is computed from it',
    rule: 'R13',
    cell: cellOf(wallet, 'share'),
    factors: [points(wallet), allPoints(figures)],
  });
}

function earnedFormula({ part, figures }: Pick<WalletFigures, 'part' | 'figures'>): string {
  return worthFormula(part.points, sparkValueOf(figures));
}

/** What a wallet earned without the jobs behind it: where it stands, and what it is a part of. */
export function earnedInShort(figures: MonthFigures, part: EarnedPart, at: number): Explanation {
  const row = at + FIRST_ROW;
  return explained({
    label: `earned by ${part.wallet}`,
    amount: usd(part.earned),
    formula: earnedFormula({ part, figures }),
    rule: 'R13',
    note: `explain payouts.csv:${row} lists its jobs`,
    cell: { file: 'payouts.csv', row, column: 'earned_usd' },
    factors: [allPoints(figures), distributable(figures)],
  });
}

function earned(wallet: WalletFigures): Explanation {
  const { part, figures } = wallet;
  return explained({
    label: `earned by ${part.wallet}`,
    amount: usd(part.earned),
    formula: earnedFormula(wallet),
    rule: 'R13',
    cell: cellOf(wallet, 'earned_usd'),
    parts: earnedParts(wallet.jobs, part, sparkValueOf(figures), figures.most),
    factors: [points(wallet), allPoints(figures), distributable(figures)],
  });
}

function broughtForward(wallet: WalletFigures): Explanation {
  const { before } = wallet;
  const amount = usd(statedIn(wallet, 'brought_forward_usd'));
  // The account may have moved since the month was reported: then its moves are shown, and do not sum to what stood there.
  const below = asPartsOf(amount, before);
  return explained({
    label: `brought forward of ${wallet.part.wallet}`,
    amount,
    formula:
      before.length === 0
        ? 'nothing stood on its balance before'
        : 'parts' in below
          ? sumFormula(before)
          : 'as the account stood then; it has moved since',
    rule: 'R17',
    cell: cellOf(wallet, 'brought_forward_usd'),
    ...below,
  });
}

function adjustments(wallet: WalletFigures): Explanation {
  const { adjusted } = wallet;
  const amount = usd(statedIn(wallet, 'adjustments_usd'));
  const below = asPartsOf(amount, adjusted);
  return explained({
    label: `adjustments of ${wallet.part.wallet}`,
    amount,
    formula: 'what a person added to the balance or took off it in the month (payouts --adjust)',
    note: 'parts' in below ? '' : 'as the account stood then; what was adjusted since stands below too',
    ...below,
    rule: 'R17',
    cell: cellOf(wallet, 'adjustments_usd'),
  });
}

function balance(wallet: WalletFigures): Explanation {
  const parts = [broughtForward(wallet), earned(wallet), adjustments(wallet)];
  return explained({
    label: `balance of ${wallet.part.wallet}`,
    amount: usd(statedIn(wallet, 'balance_usd')),
    formula: sumFormula(parts),
    rule: 'R17',
    cell: cellOf(wallet, 'balance_usd'),
    parts,
  });
}

function payout(wallet: WalletFigures): Explanation {
  const { cells, payee } = wallet;
  const method = cells.method ?? '';
  const reason = cells.reason ?? '';
  return explained({
    label: `payout of ${wallet.part.wallet}`,
    amount: usd(statedIn(wallet, 'payout_usd')),
    formula:
      reason === ''
        ? `what of the balance ${method === '' ? '' : `${method} `}pays, the fee in it`
        : `not payable: ${reason}`,
    rule: 'R17',
    cell: cellOf(wallet, 'payout_usd'),
    source: payee,
    factors: [balance(wallet)],
  });
}

function carriedForward(wallet: WalletFigures): Explanation {
  const paid = payout(wallet);
  const less = exactUsd(exactFromMicro(-statedIn(wallet, 'payout_usd')));
  const parts = [
    balance(wallet),
    explained({ label: `less ${paid.label}`, amount: less, rule: 'R17', factors: [paid] }),
  ];
  return explained({
    label: `carried forward of ${wallet.part.wallet}`,
    amount: usd(statedIn(wallet, 'carried_forward_usd')),
    formula: sumFormula(parts),
    rule: 'R17',
    cell: cellOf(wallet, 'carried_forward_usd'),
    parts,
  });
}

function statedIn({ cells }: WalletFigures, column: string): bigint {
  return microFromText(cells[column] ?? '0');
}

function cellOf({ at }: WalletFigures, column: string): Explanation['cell'] {
  return { file: 'payouts.csv', row: at + FIRST_ROW, column };
}
