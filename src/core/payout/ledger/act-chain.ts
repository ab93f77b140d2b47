import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { compareText } from '../../text/compare-text.ts';

/** What is done about payouts, each kind in a table of its own. */
export const ACT_KINDS = ['batch', 'release', 'receipt', 'void', 'adjustment'] as const;

export type ActKind = (typeof ACT_KINDS)[number];

/** One act: each holds the hash of the one before, so that none can be put in, changed or taken out unseen (R17). */
export interface ChainedAct {
  /** 1 for the first act of all. */
  readonly ordinal: number;
  readonly kind: ActKind;
  /** SHA-256 (hex) of what was kept of it. */
  readonly content: string;
  /** SHA-256 (hex) of the act before, its kind and its content. */
  readonly sha256: string;
  /** The last month that was final then, `YYYY-MM`; empty when none was. */
  readonly afterMonth: string;
}

/** How far the chain had come. */
export interface ChainHead {
  readonly acts: number;
  readonly sha256: string;
}

/** What is kept of an act, as one text: columns by name, without those that are empty, and without numbers given to rows. */
export function actText(row: Readonly<Record<string, unknown>>): string {
  const isSaid = (name: string, value: unknown): boolean =>
    value !== null && value !== '' && (name !== 'id' || typeof value === 'string');
  const filled = Object.entries(row).filter(([name, value]) => isSaid(name, value));
  return JSON.stringify(
    filled.map(([name, value]) => [name, String(value)]).sort(([a = ''], [b = '']) => compareText(a, b)),
  );
}

/** Its SHA-256. */
export function actContent(row: Readonly<Record<string, unknown>>): string {
  return contentOf(actText(row));
}

/** The same of the text. */
export function contentOf(text: string): string {
  return hashOf(text);
}

/** The next act of a chain. @param last null for the first */
export function nextAct(last: ChainedAct | null, act: Pick<ChainedAct, 'kind' | 'content' | 'afterMonth'>): ChainedAct {
  const sha256 = hashOf(`${last?.sha256 ?? ''} ${act.kind} ${act.content}`);
  return { ...act, ordinal: (last?.ordinal ?? 0) + 1, sha256 };
}

/** Where a chain is after some acts; null before the first, or where there are not as many. */
export function headAfter(chain: readonly ChainedAct[], acts: number): ChainHead | null {
  const act = chain[acts - 1];
  return act === undefined ? null : { acts, sha256: act.sha256 };
}

/** A row that is kept of an act, and how a person finds it. */
export interface KeptRow {
  readonly kind: ActKind;
  readonly content: string;
  readonly name: string;
}

/**
 * What does not fit between a chain and the rows that its acts left, a sentence each: an act that does not follow from the
 * one before, a row that no act left, an act whose row is gone or is another now.
 */
export function chainFaults(chain: readonly ChainedAct[], rows: readonly KeptRow[]): string[] {
  const faults: string[] = [];
  let last: ChainedAct | null = null;
  for (const act of chain) {
    const due: ChainedAct = nextAct(last, act);
    if (due.ordinal !== act.ordinal || due.sha256 !== act.sha256) {
      faults.push(`act ${act.ordinal} (${act.kind}) does not follow from the one before: the chain is broken there`);
      break;
    }
    last = act;
  }
  const left = new Map<string, number>();
  for (const { kind, content } of chain) count(left, `${kind} ${content}`, 1);
  for (const { kind, content, name } of rows) {
    const key = `${kind} ${content}`;
    if ((left.get(key) ?? 0) === 0) faults.push(`${name}: no act of the chain left this row; it was put in or changed`);
    else count(left, key, -1);
  }
  for (const { ordinal, kind, content } of chain) {
    const key = `${kind} ${content}`;
    if ((left.get(key) ?? 0) === 0) continue;
    count(left, key, -1);
    faults.push(`act ${ordinal} (${kind}) of the chain has no row: it was taken out or changed`);
  }
  return faults;
}

function count(counts: Map<string, number>, key: string, change: number): void {
  counts.set(key, (counts.get(key) ?? 0) + change);
}

function hashOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
