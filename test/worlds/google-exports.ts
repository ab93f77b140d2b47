import { readGoogleEarnings } from '../../src/sources/google/earnings-report.ts';
import type { Line } from './assembling.ts';
import { all, inputOf, tableOf } from './export-files.ts';

/** A Charge of 20.00 for the monthly plan. */
export function googleRow(row: Record<string, string> = {}): Record<string, string> {
  return {
    Description: 'GPA.1',
    'Transaction Date': 'Oct 4, 2026',
    'Transaction Time': '1:04:46 AM PDT',
    'Transaction Type': 'Charge',
    'Product id': 'ai.app.pkg',
    'Product Type': '1',
    'Sku Id': 'unlimited',
    'Merchant Currency': 'USD',
    'Amount (Merchant Currency)': '20.00',
    'Base Plan ID': 'monthly',
    ...row,
  };
}

export async function readGoogle(rows: readonly Record<string, string>[]): Promise<Line[]> {
  return all(readGoogleEarnings(inputOf(tableOf(rows))));
}
