import { ledgerRangeOfName } from './stripe/ledger-range.ts';

/** Which period's report a file is, so that a later download of the same can replace it (docs/inputs.md). */
export interface ReportPeriod {
  /** Apple: `YYYY-MM-DD`; Google: `YYYYMM`; empty when only the rows can tell. */
  readonly period: string;
  /** Apple vendor number, Google payments profile and file number; empty when the name does not tell. */
  readonly profile: string;
}

/** `Subscriber_<vendor>_<yyyymmdd>...` */
export function applePeriodOfName(name: string): ReportPeriod {
  const match = /Subscriber_(\d+)_(\d{4})(\d{2})(\d{2})/i.exec(name);
  if (match === null) return { period: '', profile: '' };
  return { period: `${match[2]}-${match[3]}-${match[4]}`, profile: match[1] ?? '' };
}

/** `earnings_YYYYMM_<profile>-<number>` of the zip, else `PlayApps_YYYYMM`. */
export function googlePeriodOfName(name: string): ReportPeriod {
  const zip = /earnings_(\d{6})_(\d+-\d+)/i.exec(name);
  if (zip !== null) return { period: zip[1] ?? '', profile: zip[2] ?? '' };
  return { period: /PlayApps_(\d{6})/i.exec(name)?.[1] ?? '', profile: '' };
}

/** `<vendor>_<MMYY>_<region>.txt`: the period stands in the report itself. */
export function appleFinancialOfName(name: string): ReportPeriod {
  const match = /(\d{5,})_(?:\d{4})_([A-Z]{2}|Z1)(?![A-Za-z0-9])/.exec(name);
  return { period: '', profile: match === null ? '' : `${match[1]} ${match[2]}` };
}

/** `..._USD_2026-10-01_to_2026-10-31...` of Stripe’s summaries. */
export function stripeStatementOfName(name: string): ReportPeriod {
  const range = ledgerRangeOfName(name);
  if (range === null || !range.inUtc) return { period: '', profile: '' };
  return { period: `${range.from}/${range.to}`, profile: /_([A-Z]{3})_\d{4}-/.exec(name)?.[1] ?? '' };
}

/** Counts what rows say of their period; the most frequent wins, the earlier of equals. */
export class PeriodVote {
  readonly #votes = new Map<string, number>();

  add(period: string): void {
    this.#votes.set(period, (this.#votes.get(period) ?? 0) + 1);
  }

  winner(): string {
    const ranked = [...this.#votes].sort(([a, votesA], [b, votesB]) => votesB - votesA || (a < b ? -1 : 1));
    return ranked[0]?.[0] ?? '';
  }
}
