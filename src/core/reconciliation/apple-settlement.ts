import type { MicroUnit } from '../money/micro.ts';
import type { SourceLine } from '../revenue/provider.ts';
import type { FiscalMonth } from './apple-fiscal-month.ts';

/** What our Subscriber rows of one currency and date sum up to. */
export interface AppleDay {
  readonly currency: string;
  readonly atMs: number;
  /** Proceeds, refunds negative. */
  readonly proceeds: MicroUnit;
  /** Units of rows with money, refunds negative. */
  readonly units: bigint;
  /** Units of rows at 0.00: free trials and the like. */
  readonly unitsAtZero: bigint;
  /** How many rows are refunds. */
  readonly refunds: bigint;
}

/** A row of Apple's payments file: a region, millionths of its currency; deductions are negative. */
export interface PaymentRow {
  readonly region: string;
  readonly currency: string;
  readonly units: bigint;
  readonly earned: MicroUnit;
  readonly balance: MicroUnit;
  readonly preTax: MicroUnit;
  readonly inputTax: MicroUnit;
  readonly adjustments: MicroUnit;
  readonly withholdingTax: MicroUnit;
  readonly owed: MicroUnit;
  /** What was paid out, in the bank account's currency. */
  readonly proceeds: MicroUnit;
  readonly bankCurrency: string;
  /** False for a region below the payment threshold: its amounts wait for a later month. */
  readonly paid: boolean;
}

/** A region and the line that states it. */
export interface PaymentRegion extends PaymentRow {
  readonly source: SourceLine;
}

/** A row of Apple's financial reports: settled sales of one product, price and country. Millionths; returns are negative. */
export interface FinancialRow {
  readonly currency: string;
  /** A whole number. */
  readonly quantity: bigint;
  readonly amount: MicroUnit;
  readonly product: string;
  /** Product Type Identifier; `IAY...` is an auto-renewable subscription. */
  readonly type: string;
  readonly country: string;
  /** Day of sale in a detailed report, ms UTC; null in the other. */
  readonly soldMs: number | null;
}

/** Rows of financial reports of one currency. */
export interface FinancialTotal {
  readonly currency: string;
  /** Auto-renewable subscriptions; false for apps, packs and whatever else was sold. */
  readonly isSubscription: boolean;
  /** Sold before the fiscal month in which they were settled: only detailed reports tell. */
  readonly soldBefore: boolean;
  readonly units: bigint;
  readonly amount: MicroUnit;
}

/** Rows of the fiscal month that a later detailed report settles. */
export interface SettledLater {
  readonly currency: string;
  readonly units: bigint;
  readonly amount: MicroUnit;
}

/** Everything known about one fiscal month of the App Store. */
export interface AppleSettlement {
  readonly fiscal: FiscalMonth;
  /** Subscriber rows of the calendar month and of the fiscal month. */
  readonly days: readonly AppleDay[];
  /** Empty without a payments file. */
  readonly regions: readonly PaymentRegion[];
  /** Null without a financial report. */
  readonly financial: {
    readonly detailed: boolean;
    /** The reports hold every region: a currency that is not there was not settled. */
    readonly complete: boolean;
    readonly totals: readonly FinancialTotal[];
    readonly source: SourceLine;
  } | null;
  readonly settledLater: readonly SettledLater[];
}
