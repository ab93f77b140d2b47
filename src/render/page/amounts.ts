import { type Exact, formatExact } from '../../core/money/exact-decimal.ts';
import { absolute, formatMicro } from '../../core/money/micro.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import { type Html, html } from './html.ts';

/** Micro-dollars, exactly as the reports have them; what is beyond the cents stands back. */
export function usd(amount: bigint): Html {
  return decimalText(formatMicro(amount));
}

/** An exact amount of dollars, the same way. */
export function exactUsd(amount: Exact): Html {
  return decimalText(formatExact(amount));
}

/** Micro-Spark. */
export function spark(points: bigint): Html {
  return decimalText(formatMicro(points));
}

/** Decimal text whose digits beyond the second decimal stand back; nothing is cut off. */
export function decimalText(text: string): Html {
  const point = text.indexOf('.');
  if (point === -1 || text.length <= point + 3) return html`${text}`;
  return html`${text.slice(0, point + 3)}<i>${text.slice(point + 3)}</i>`;
}

/** A part of a whole as percent with two decimals, cut; for reading only. */
export function percentOf(part: bigint, whole: bigint): string {
  if (whole === 0n) return '–';
  const hundredths = (part * 10_000n) / whole;
  const size = absolute(hundredths);
  return `${hundredths < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')} %`;
}

const NAMES = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** `October 2026`. */
export function monthInWords(month: Month): string {
  const text = formatMonth(month);
  return `${nameOf(month)} ${text.slice(0, 4)}`;
}

/** `Oct`, for the axis of a chart; January with its year. */
export function shortMonth(month: Month): string {
  const [year = '', number] = formatMonth(month).split('-');
  const short = nameOf(month).slice(0, 3);
  return number === '01' ? `${short} ${year.slice(2)}` : short;
}

function nameOf(month: Month): string {
  return NAMES[Number(formatMonth(month).slice(5)) - 1] ?? '';
}
