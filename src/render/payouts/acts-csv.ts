import type { ChainedAct, ChainHead } from '../../core/payout/act-chain.ts';
import { readersOf } from '../reports/column-readers.ts';
import { type Columns, csvText, plain, text } from '../reports/columns.ts';

const COLUMNS = {
  act: plain.of(({ ordinal }) => String(ordinal)),
  kind: text.of(({ kind }) => kind),
  after_month: text.of(({ afterMonth }) => afterMonth),
  content_sha256: text.of(({ content }) => content),
  sha256: text.of(({ sha256 }) => sha256),
} satisfies Columns<ChainedAct>;

/** payout/acts.csv: everything that was done about payouts, each act with the hash that holds the one before (R17). */
export function actsCsv(chain: readonly ChainedAct[]): string {
  return csvText(COLUMNS, chain);
}

/** How far the chain had come when acts.csv was written; null when it holds no act. */
export function headOfActsCsv({
  columns,
  records,
}: {
  readonly columns: ReadonlyMap<string, number>;
  readonly records: readonly (readonly string[])[];
}): ChainHead | null {
  const last = records.at(-1);
  if (last === undefined) return null;
  const of = readersOf(COLUMNS, columns);
  return { acts: Number(of.act(last)), sha256: of.sha256(last) };
}
