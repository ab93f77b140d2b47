import { quotedFor, tableText, unquoted } from './table-text.ts';

/** A value of a text: a cell of a table, or a value of JSON. */
export interface Value {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** How it is written back. */
  readonly write: (text: string) => string;
}

/** Every value of a text but those of its header. */
export function valuesOf(text: string): Value[] {
  return /^\s*[{[]/.test(text) ? jsonValues(text) : cellValues(text);
}

function jsonValues(text: string): Value[] {
  return [...text.matchAll(/(?<=[:[,]\s*)("(?:[^"\\]|\\.)*"(?!\s*:)|-?\d[\d.eE+-]*|true|false|null)/g)].map((match) => {
    const [raw] = match;
    const isText = raw.startsWith('"');
    const write = (value: string): string => (isText ? JSON.stringify(value) : value);
    return { start: match.index, end: match.index + raw.length, text: isText ? raw.slice(1, -1) : raw, write };
  });
}

/** Columns that no reader asks for: a change there says little, and bytes are changed there too. */
const UNREAD =
  /^(available_on_utc|description|customer_id|charge_created_utc|payment_method_type|card_brand|dispute_reason|App Name|App Apple ID|Subscription Name|Subscription Group ID|Subscription Offer Name|Promotional Offer ID|Marketing Opt-In Duration|Preserved Pricing|Proceeds Reason|Client|Device|Country|Subscriber ID Reset|Tax Type|Refund Type|Product Title|Hardware|Buyer .*|Amount \(Buyer Currency\)|Currency Conversion Rate|Offer ID|Group ID|First USD 1M Eligible|Service Fee %|Fee Description|Promotion ID|Amount Due|Closed|Customer|Due Date \(UTC\)|Forgiven|Paid|Marked Uncollectible At \(UTC\)|Voided At \(UTC\)|Period (Start|End) \(UTC\)|Applied Coupons|Tax Percent|reason|subscription_tier|worker_type|worker_nft_id|source|note)$/i;

function cellValues(text: string): Value[] {
  const { delimiter, rows } = tableText(text);
  const names = (rows[0] ?? []).map(unquoted);
  const values: Value[] = [];
  const lines = text.split('\n');
  let lineStart = 0;
  for (const [row, cells] of rows.entries()) {
    let start = lineStart;
    for (const [column, cell] of cells.entries()) {
      if (row > 0 && !UNREAD.test(names[column] ?? '')) {
        const write = (value: string): string => quotedFor(delimiter, value);
        values.push({ start, end: start + cell.length, text: unquoted(cell), write });
      }
      start += cell.length + 1;
    }
    lineStart += (lines[row]?.length ?? 0) + 1;
  }
  return values;
}

/** The text with another value in the place of one. */
export function withValue(text: string, value: Value, other: string): string {
  return `${text.slice(0, value.start)}${value.write(other)}${text.slice(value.end)}`;
}
