import type { StatementTie } from '../../../core/close/checks/gate.ts';
import type { Finding } from '../../../core/close/finding.ts';
import type { DayRange } from '../../../core/close/inputs/day-range.ts';
import type { ImportRecord } from '../../../core/close/inputs/import-record.ts';
import { addMonths, formatMonth, type Month, monthEndMs, monthStartMs, parseMonth } from '../../../core/month/month.ts';
import { appleLines } from '../../../core/reconciliation/apple-lines.ts';
import { type GoogleVerdict, googleLines } from '../../../core/reconciliation/google-lines.ts';
import { inReportOrder, type ReconciliationLine } from '../../../core/reconciliation/reconciliation-line.ts';
import {
  acceptanceOf,
  entryOf,
  type SettlementDifference,
  settlementFinding,
  subjectOf,
  trueUpPosting,
} from '../../../core/reconciliation/settlement-difference.ts';
import { productCatalogue } from '../../../core/revenue/plan.ts';
import type { Posting } from '../../../core/revenue/posting.ts';
import { PROVIDERS, type Provider } from '../../../core/revenue/provider.ts';
import { rateMissing } from '../../../core/revenue/rate-missing.ts';
import { listImports } from '../../../store/inputs/imports.ts';
import { earningsSums } from '../../../store/inputs/statement-totals.ts';
import { finalControls } from '../../../store/months/final-small-rows.ts';
import type { CloseContext } from '../facts/close-context.ts';
import { appleSettlements } from './apple-settlements.ts';
import { ledgerRowsBeside } from './rows-of-scope.ts';
import { statedMonth, stripeLines } from './stripe-statements.ts';

/** What the providers' own statements say of a month, against our rows. */
export interface MonthReconciliation {
  /** The lines of reconciliation.csv. */
  readonly lines: readonly ReconciliationLine[];
  /** Differences of settlements that a person decides about, of the month and earlier ones. */
  readonly findings: readonly Finding[];
  /** What accepted differences post, of the month and earlier ones. */
  readonly trueUps: readonly Posting[];
  /** Statements that the lines are of. */
  readonly compared: readonly Pick<ImportRecord, 'name' | 'sha256' | 'kind' | 'unfinished'>[];
  /** Stripe's summaries of days of the month, a currency each: whether all of it ties. */
  readonly balanceSummaries: readonly StatementTie[];
  /** Statements that touch the month and can be compared with none: their names. */
  readonly notCompared: readonly string[];
}

/**
 * Compares what was imported of providers' statements with the rows (R9). A month has the lines of its own statements;
 * the first open month also those of final months that came after they were final.
 */
export async function reconciliationOf(context: CloseContext): Promise<MonthReconciliation> {
  const imports = (await listImports(context.db)).filter(({ active }) => active);
  const comparing = { ...context, imports, due: await dueStatements(context) };
  const parts: Partial<MonthReconciliation>[] = [];
  // One after another: they read over one connection.
  for (const provider of PROVIDERS) parts.push(await STATEMENTS_OF[provider](comparing));
  return {
    lines: inReportOrder(parts.flatMap(({ lines }) => lines ?? [])),
    findings: parts.flatMap(({ findings }) => findings ?? []),
    trueUps: parts.flatMap(({ trueUps }) => trueUps ?? []),
    compared: parts.flatMap(({ compared }) => compared ?? []),
    balanceSummaries: parts.flatMap(({ balanceSummaries }) => balanceSummaries ?? []),
    notCompared: parts.flatMap(({ notCompared }) => notCompared ?? []),
  };
}

/** Whether statements of a month have their lines in the month that is closed. */
type Due = (of: Month, statements: readonly ImportRecord[]) => boolean;

async function dueStatements({ db, policy, month, books }: CloseContext): Promise<Due> {
  const known = new Set(await finalControls(db));
  const { lastFinal } = books;
  return (of, statements) => {
    if (of === month) return statements.length > 0;
    const isLate =
      lastFinal !== null && of <= lastFinal && of >= policy.firstMonth && month === addMonths(lastFinal, 1);
    return isLate && statements.some(({ sha256 }) => !known.has(sha256));
  };
}

/** What statements are compared by. */
interface Comparing extends CloseContext {
  /** Inputs in force. */
  readonly imports: readonly ImportRecord[];
  readonly due: Due;
}

/** What each provider's own statements say against its rows. */
const STATEMENTS_OF: Readonly<Record<Provider, (by: Comparing) => Promise<Partial<MonthReconciliation>>>> = {
  stripe: ofStripe,
  apple: ofApple,
  google: ofGoogle,
};

async function ofStripe({ imports, month, due, db, decisions }: Comparing): Promise<Partial<MonthReconciliation>> {
  const lines: ReconciliationLine[] = [];
  const compared: ImportRecord[] = [];
  const balanceSummaries: StatementTie[] = [];
  const notCompared: string[] = [];
  const statements = imports.filter(({ kind }) => kind === 'stripe-balance-summary' || kind === 'stripe-balance');
  const beside = statements.length === 0 ? [] : await ledgerRowsBeside({ db, decisions });
  for (const record of statements) {
    const stated = statedMonth(record);
    if (stated === null) {
      if (touches(record.name, month)) notCompared.push(record.name);
    } else if (due(stated.month, [record])) {
      const own = await stripeLines(db, record, stated.days, beside);
      lines.push(...own);
      compared.push(record);
      if (stated.month === month) balanceSummaries.push(...tiesOf(own, stated.days));
    }
  }
  return { lines, compared, balanceSummaries, notCompared };
}

function tiesOf(lines: readonly ReconciliationLine[], { from, to }: DayRange): StatementTie[] {
  return [...new Set(lines.map(({ currency }) => currency))].map((part) => {
    const own = lines.filter(({ currency }) => currency === part);
    return { part, from, to, ties: own.every(({ status }) => status === 'ties') };
  });
}

/** A statement whose name tells no days may be of any month. */
function touches(name: string, month: Month): boolean {
  const [, from, to] = /_(\d{4}-\d{2})-\d{2}_to_(\d{4}-\d{2})-\d{2}/.exec(name) ?? [];
  if (from === undefined || to === undefined) return true;
  return from <= formatMonth(month) && formatMonth(month) <= to;
}

async function ofGoogle({ db, policy, imports, due }: Comparing): Promise<Partial<MonthReconciliation>> {
  const catalogue = productCatalogue(policy.plans, policy.otherProducts);
  const lines: ReconciliationLine[] = [];
  const compared: ImportRecord[] = [];
  const earnings = imports.filter(({ kind }) => kind === 'google-earnings');
  const months = [...new Set(earnings.map(({ period }) => period))].sort();
  for (const period of months) {
    const files = earnings.filter((record) => record.period === period);
    const of = parseMonth(`${period.slice(0, 4)}-${period.slice(4)}`);
    if (of === null || !due(of, files)) continue;
    const sums = await earningsSums(db, period, monthStartMs(of), monthEndMs(of));
    const totals = sums.map(({ product, withoutOrder, ...sum }) => {
      return { ...sum, verdict: googleVerdict(catalogue, { product, withoutOrder }) };
    });
    lines.push(...googleLines(formatMonth(of), totals));
    compared.push(...files);
  }
  return { lines, compared };
}

/** What became of Google's rows of a product. @param withoutOrder of rows that name no order */
export function googleVerdict(
  catalogue: ReturnType<typeof productCatalogue>,
  { product, withoutOrder }: { readonly product: string; readonly withoutOrder: boolean },
): GoogleVerdict {
  if (withoutOrder) return 'rows without an order';
  const verdict = catalogue.verdict('google', product);
  if (verdict === 'other-product') return 'other products';
  return verdict === 'unknown-product' ? 'unknown products' : 'plan';
}

async function ofApple(by: Comparing): Promise<Partial<MonthReconciliation>> {
  const { db, policy, imports, month, due, decisions, fx } = by;
  const lines: ReconciliationLine[] = [];
  const findings: Finding[] = [];
  const trueUps: Posting[] = [];
  const compared: ImportRecord[] = [];
  const decisionOn = (difference: SettlementDifference) =>
    decisions.on('settlement-difference', subjectOf(difference), difference.label);
  for (const { settlement, statements } of await appleSettlements(db, imports, policy.firstMonth, month)) {
    const settled = appleLines(
      settlement,
      (difference) => acceptanceOf(decisionOn(difference)),
      (currency, atMs) => fx.rateOn(currency, atMs),
    );
    for (const difference of settled.differences) {
      findings.push(settlementFinding(difference));
      if (decisionOn(difference)?.decision !== 'accept') continue;
      const posting = trueUpPosting(difference, fx.rateOn(difference.currency, difference.atMs));
      if (posting === undefined) findings.push(withoutRate(difference));
      else trueUps.push(posting);
    }
    if (!due(settlement.fiscal.label, statements)) continue;
    lines.push(...settled.lines);
    compared.push(...statements);
  }
  return { lines, findings, trueUps, compared };
}

function withoutRate(difference: SettlementDifference): Finding {
  const entry = entryOf(difference);
  return { ...rateMissing(entry, entry, difference), month: difference.label };
}
