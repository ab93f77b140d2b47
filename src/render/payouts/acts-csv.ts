import type { ChainedAct, ChainHead } from '../../core/payout/ledger/act-chain.ts';
import { type Header, readersOf } from '../reports/column-readers.ts';
import { type Columns, csvText, plain, text } from '../reports/columns.ts';

/** An act with what was kept of it: `content_sha256` is the SHA-256 of that text. */
interface WrittenAct extends ChainedAct {
  /** Empty where an earlier version wrote the file. */
  readonly kept: string;
}

/** As an earlier version wrote it, without what was kept of the acts. */
const FIRST_COLUMNS = {
  act: plain.of(({ ordinal }) => String(ordinal)),
  kind: text.of(({ kind }) => kind),
  after_month: text.of(({ afterMonth }) => afterMonth),
  content_sha256: text.of(({ content }) => content),
  sha256: text.of(({ sha256 }) => sha256),
} satisfies Columns<ChainedAct>;

const COLUMNS = { ...FIRST_COLUMNS, kept: text.of(({ kept }) => kept) } satisfies Columns<WrittenAct>;

/**
 * payout/acts.csv: everything that was done about payouts, each act with the hash that holds the one before (R17).
 *
 * @param kept what was kept of each, by its SHA-256; null for the file of an earlier version
 */
export function actsCsv(chain: readonly ChainedAct[], kept: ReadonlyMap<string, string> | null): string {
  if (kept === null) return csvText(FIRST_COLUMNS, chain);
  return csvText(
    COLUMNS,
    chain.map((act) => ({ ...act, kept: kept.get(act.content) ?? '' })),
  );
}

/**
 * What was kept of an act, from its line of acts.csv; null where the line is not, to its last byte, one of the act.
 * Much quicker than to read and write the line: what was kept is JSON, which always stands in quotes and is no formula.
 */
export function keptInLine(line: string, { ordinal, kind, afterMonth, content, sha256 }: ChainedAct): string | null {
  const before = `${ordinal},${kind},${afterMonth},${content},${sha256},"`;
  if (!(line.startsWith(before) && line.endsWith('"'))) return null;
  const cell = line.slice(before.length, -1);
  const kept = cell.replaceAll('""', '"');
  return kept.startsWith('[') && kept.replaceAll('"', '""') === cell ? kept : null;
}

/** Reads an act back. */
export function actReader(header: Header): (record: readonly string[]) => WrittenAct {
  const of = readersOf(COLUMNS, header);
  return (record) => ({
    ordinal: Number(of.act(record)),
    kind: of.kind(record),
    afterMonth: of.after_month(record),
    content: of.content_sha256(record),
    sha256: of.sha256(record),
    kept: of.kept(record),
  });
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
