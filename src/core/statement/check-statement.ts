import { type Exact, exactFromMicro, exactFromText, floorToMicro } from '../money/exact-decimal.ts';
import { microFromText } from '../money/micro.ts';
import { rootByProof } from './merkle-proof.ts';
import { type PublishedMonth, type PublishedShare, statementLeaf } from './month-statement.ts';
import type {
  MonthRecord,
  ProvenStatement,
  StatementAccount,
  StatementPayment,
  YearMonth,
} from './statement-record.ts';

/** Of a wallet without a row in payouts.csv. */
const NONE = '0.000000';

/** What a worker was given beside the statement: the manifest of the month, or only its root. */
export interface PublishedRoot {
  /** Null when only a root is known. */
  readonly manifestSha256: string | null;
  readonly published: PublishedMonth | null;
  /** When its payouts are due, `YYYY-MM-DD`; null when only a root is known, or an earlier version did not say it. */
  readonly due: string | null;
  readonly root: string;
}

/** R14: whether a statement says the day on which the month's payouts are due as it was published. No root covers it. */
export function checkDue({ statement, due: said }: YearMonth, { due }: Pick<PublishedRoot, 'due'>): string[] {
  if (said === undefined || due === null || said === due) return [];
  return [`${statement.published.month}: its payout is due on ${said}, and was published as due on ${due}`];
}

/**
 * Whether a month's statement is the one that was published, and follows from the published figures: every sentence is
 * a difference, none means that it holds. Computes the earned amount anew by R10 and R13.
 */
export function checkProven({ statement, proof, manifestSha256 }: ProvenStatement, known: PublishedRoot): string[] {
  const { published } = statement;
  const { month } = published;
  const found: string[] = [];
  if (known.manifestSha256 !== null && known.manifestSha256 !== manifestSha256) {
    found.push(
      `${month}: it belongs to a manifest with SHA-256 ${manifestSha256}, this one has ${known.manifestSha256}`,
    );
  }
  if (known.published !== null) {
    for (const [name, value] of Object.entries(known.published)) {
      const own = published[name as keyof PublishedMonth];
      if (shownFigure(own) !== shownFigure(value))
        found.push(`${month}: its ${words(name)} is ${shownFigure(own)}, the manifest says ${shownFigure(value)}`);
    }
  }
  if (proof.root !== known.root) found.push(`${month}: its root is ${proof.root}, the published one ${known.root}`);
  const root = rootByProof(statementLeaf(statement), proof.index, proof.leaves, proof.path);
  if (root !== known.root) found.push(`${month}: its figures do not lead to the published root`);
  return [...found, ...checkFigures(statement).map((what) => `${month}: ${what}`)];
}

/** The arithmetic of a statement, by what it says itself. */
function checkFigures({ published, payout, workers, models, late }: ProvenStatement['statement']): string[] {
  const found: string[] = [];
  const pool = poolOf(published);
  if (!pool.equals(exactFromText(published.poolUsd))) found.push('the pool is not the share of net revenue');
  if (sum(sharesOf(published).map((each) => each.netRevenueUsd)) !== microFromText(published.netRevenueUsd))
    found.push('net revenue by share does not sum to net revenue');
  const all = microFromText(published.creditedRenderSpark);
  const available = pool.plus(exactFromText(published.carriedInUsd));
  const distributable = available.greaterThan(0) && all > 0n ? floorToMicro(available) : 0n;
  if (distributable !== microFromText(published.distributableUsd))
    found.push('the distributable amount is not the pool’s');
  const points = microFromText(payout.render_spark ?? NONE);
  const earned = microFromText(payout.earned_usd ?? NONE);
  const own = all === 0n ? 0n : (distributable * points) / all;
  if (own !== earned) found.push(`the earned amount is not its part of the pool: ${shown(own)}`);
  const sums = [
    { name: 'workers', lines: workers },
    { name: 'models', lines: [...models, ...late] },
  ];
  for (const { name, lines } of sums) {
    if (sum(lines.map(({ renderSpark }) => renderSpark)) !== points) found.push(`the ${name} do not sum to its Spark`);
    const jobs = lines.reduce((all, line) => all + line.jobs, 0);
    if (jobs !== Number(payout.jobs ?? 0)) found.push(`the ${name} do not sum to its jobs`);
  }
  if (sum(workers.map(({ earnedUsd }) => earnedUsd)) !== earned) found.push('the workers do not sum to what it earned');
  return found;
}

/** Net revenue by the share that applies to it: all of it to the one, where the statement names no more. */
function sharesOf({ share, netRevenueUsd, netRevenueByShare }: PublishedMonth): readonly PublishedShare[] {
  return netRevenueByShare ?? [{ share, netRevenueUsd }];
}

/** R10: each part of net revenue times its share. */
function poolOf(published: PublishedMonth): Exact {
  return sharesOf(published).reduce(
    (pool, { share, netRevenueUsd }) => pool.plus(exactFromText(netRevenueUsd).times(exactFromText(share))),
    exactFromMicro(0n),
  );
}

/** The account and the payments of a month: no manifest holds them, and they must tie. */
export function checkAccount({ statement, history, account, payments }: MonthRecord): string[] {
  const { month } = statement.published;
  const found: string[] = [];
  const own = history.at(-1);
  if (own?.month !== month || own.earnedUsd !== (statement.payout.earned_usd ?? NONE))
    found.push('its months do not end with what it earned in this one');
  if (account === null) {
    if (payments.length > 0) found.push('payments without an account');
    return found.map((what) => `${month}: ${what}`);
  }
  if (microFromText(account.earnedUsd) !== microFromText(statement.payout.earned_usd ?? NONE)) {
    found.push('the account has another earned amount');
  }
  if (sum([account.carriedForwardUsd]) !== carriedForward(account)) found.push('the account does not tie');
  if (sum(account.adjustments.map(({ amountUsd }) => amountUsd)) !== microFromText(account.adjustmentsUsd)) {
    found.push('its adjustments do not sum to the account’s');
  }
  found.push(...checkPaid(account, payments));
  return found.map((what) => `${month}: ${what}`);
}

function checkPaid({ paidUsd, feesUsd }: StatementAccount, payments: readonly StatementPayment[]): string[] {
  const found: string[] = [];
  if (sum(payments.map((each) => each.paidUsd)) !== microFromText(paidUsd))
    found.push('the payments do not sum to the account’s');
  if (sum(payments.map((each) => each.feeUsd)) !== microFromText(feesUsd))
    found.push('the fees do not sum to the account’s');
  return found;
}

/** R17: brought forward + earned + adjustments - paid - fees. */
function carriedForward(account: StatementAccount): bigint {
  const added = sum([account.broughtForwardUsd, account.earnedUsd, account.adjustmentsUsd]);
  return added - sum([account.paidUsd, account.feesUsd]);
}

function sum(amounts: readonly string[]): bigint {
  return amounts.reduce((all, amount) => all + microFromText(amount), 0n);
}

/** A figure as it is compared and told: net revenue by share is several. */
function shownFigure(figure: PublishedMonth[keyof PublishedMonth]): string | undefined {
  return typeof figure === 'object'
    ? figure.map(({ share, netRevenueUsd }) => `${netRevenueUsd} at ${share}`).join(' and ')
    : figure;
}

function shown(amount: bigint): string {
  return exactFromMicro(amount).toFixed(6);
}

/** `netRevenueUsd` in words. */
function words(name: string): string {
  return name.replace(/Usd$/, '').replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
