import { readAppleSubscriberReport } from '../../src/sources/apple/subscriber-report.ts';
import type { Line } from './assembling.ts';
import { all, inputOf, tableOf } from './export-files.ts';

/** A sale of the monthly plan, as version 1_2 names the columns. A blank is one space, as Apple writes some. */
export function appleRow(row: Record<string, string> = {}): Record<string, string> {
  return {
    'Event Date': '2026-10-25',
    'App Name': 'Example',
    'Subscription Apple ID': '6700000001',
    'Standard Subscription Duration': '1 Month',
    'Subscription Offer Type': ' ',
    'Subscription Offer Duration': ' ',
    'Customer Price': '20.00',
    'Customer Currency': 'USD',
    'Developer Proceeds': '14.00',
    'Proceeds Currency': 'USD',
    'Preserved Pricing': ' ',
    'Subscriber ID': '5500000000001',
    Refund: ' ',
    'Purchase Date': ' ',
    Units: '1',
    ...row,
  };
}

/** A refund of it in full, on the 27th. */
export function appleRefund(row: Record<string, string> = {}): Record<string, string> {
  return appleRow({
    'Event Date': '2026-10-27',
    'Customer Price': '-20.00',
    'Developer Proceeds': '-14.00',
    Refund: 'Yes',
    'Purchase Date': '2026-10-25',
    Units: '-1',
    ...row,
  });
}

export async function readApple(rows: readonly Record<string, string>[]): Promise<Line[]> {
  return all(readAppleSubscriberReport(inputOf(tableOf(rows, '\t'), 'Subscriber.txt')));
}
