import type { ImportRecord } from '../../../core/close/inputs/import-record.ts';
import { formatMonth, type Month, monthEndMs, monthFromText, monthStartMs } from '../../../core/month/month.ts';
import { type FiscalMonth, fiscalMonthFrom, fiscalMonthOf } from '../../../core/reconciliation/apple-fiscal-month.ts';
import type { AppleSettlement } from '../../../core/reconciliation/apple-settlement.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { type FinancialSum, financialSums } from '../../../store/inputs/financial-rows.ts';
import { activeSmallRows } from '../../../store/inputs/small-rows.ts';
import { subscriberDays } from '../../../store/inputs/statement-totals.ts';

/** A settlement with the statements that it was read from. */
export interface ReadSettlement {
  readonly settlement: AppleSettlement;
  readonly statements: readonly ImportRecord[];
  /** The financial reports among them whose rows are added up. */
  readonly addedUp: readonly ImportRecord[];
}

/** Every fiscal month up to a month that a payments file or a financial report in force is about, in order. */
export async function appleSettlements(
  db: Database,
  imports: readonly ImportRecord[],
  first: Month,
  last: Month,
): Promise<ReadSettlement[]> {
  const reports = imports.filter(({ kind }) => kind === 'apple-financial').flatMap(fiscalReport);
  const payments = imports.filter(({ kind }) => kind === 'apple-payments');
  const labels = [...payments.map(({ period }) => monthFromText(period)), ...reports.map(({ fiscal }) => fiscal.label)];
  const due = [...new Set(labels)].filter((label) => label >= first && label <= last).sort((a, b) => a - b);
  if (due.length === 0) return [];
  const regions = (await activeSmallRows(db, 'apple-payments')).map(({ row, source }) => ({ ...row, source }));
  const found: ReadSettlement[] = [];
  // One after another: they read over one connection.
  for (const label of due) {
    const own = reports.filter(({ fiscal }) => fiscal.label === label);
    const fiscal = own[0]?.fiscal ?? fiscalMonthOf(label);
    const paid = payments.filter(({ period }) => period === formatMonth(label));
    const sums = reports.length === 0 ? [] : await financialSums(db, fiscal.fromMs, fiscal.beforeMs);
    const used = usedReports(own, sums);
    const settlement: AppleSettlement = {
      fiscal,
      days: await subscriberDays(
        db,
        Math.min(fiscal.fromMs, monthStartMs(label)),
        Math.max(fiscal.beforeMs, monthEndMs(label)),
      ),
      regions: regions.filter(({ source }) => paid.some(({ sha256 }) => sha256 === source.input)),
      financial: financialOf(used, sums),
      settledLater: settledLater(reports, own, sums),
    };
    found.push({
      settlement,
      statements: [...paid, ...own.map(({ record }) => record)],
      addedUp: used.reports.map(({ record }) => record),
    });
  }
  return found;
}

interface FiscalReport {
  readonly record: ImportRecord;
  readonly fiscal: FiscalMonth;
  readonly detailed: boolean;
}

/** A report without rows may not tell its days: then it says nothing of any month. */
function fiscalReport(record: ImportRecord): FiscalReport[] {
  const { firstMs, lastMs } = record;
  if (firstMs === null || lastMs === null) return [];
  return [{ record, fiscal: fiscalMonthFrom(firstMs, lastMs), detailed: record.period.endsWith(' detailed') }];
}

/** The reports of a fiscal month that are added up. */
interface UsedReports {
  readonly reports: readonly FiscalReport[];
  readonly detailed: boolean;
  readonly complete: boolean;
}

/** Detailed reports before others, a file of all regions before files of one: they state the same money. */
function usedReports(own: readonly FiscalReport[], sums: readonly FinancialSum[]): UsedReports {
  const detailed = own.filter((each) => each.detailed);
  const currenciesOf = ({ record }: FiscalReport): number =>
    new Set(sums.filter(({ importId }) => importId === record.id).map(({ currency }) => currency)).size;
  const single = own.filter((each) => currenciesOf(each) > 1 || each.record.profile.endsWith(' ZZ'));
  return {
    reports: detailed.length > 0 ? detailed : single.length > 0 ? single : own,
    detailed: detailed.length > 0,
    complete: detailed.length > 0 || single.length > 0,
  };
}

function financialOf(
  { reports, detailed, complete }: UsedReports,
  sums: readonly FinancialSum[],
): AppleSettlement['financial'] {
  const [first] = reports;
  if (first === undefined) return null;
  return {
    detailed,
    complete,
    totals: sums
      .filter(({ importId }) => reports.some(({ record }) => record.id === importId))
      .map(({ currency, isSubscription, sold, units, amount }) => {
        return { currency, isSubscription, soldBefore: sold === 'before', units, amount };
      }),
    source: { input: first.record.sha256, line: 1 },
  };
}

/** What detailed reports of other fiscal months settle of this one’s subscriptions. */
function settledLater(
  reports: readonly FiscalReport[],
  own: readonly FiscalReport[],
  sums: readonly FinancialSum[],
): AppleSettlement['settledLater'] {
  const others = new Set(reports.filter((each) => each.detailed && !own.includes(each)).map(({ record }) => record.id));
  return sums.filter((each) => others.has(each.importId) && each.isSubscription && each.sold === 'within');
}
