import type { DecisionBook } from '../../../core/close/decision.ts';
import type { Finding } from '../../../core/close/finding.ts';
import { choiceOfVersion } from '../../../core/close/version-choice.ts';
import { monthOfInstant } from '../../../core/month/month.ts';
import { type Assembled, AssembledGroup, type StoredTransaction } from '../../../core/revenue/assembled.ts';
import { type Provider, placeOf, type SourceLine } from '../../../core/revenue/provider.ts';
import { FIELDS_OF_ROW, type RowContent, rowVersions } from '../../../core/revenue/row-copies.ts';
import { compareText } from '../../../core/text/compare-text.ts';
import { differencesOf } from '../../../core/text/differences.ts';
import { OPENING_KIND } from '../../../sources/small/opening-charge.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { rowsInConflict } from '../../../store/inputs/transactions.ts';

/** Rows of a group, as far as a person has said which copy of each is right. */
interface Settled {
  /** With `conflict` where nobody has. */
  readonly counting: readonly StoredTransaction[];
  /** Decided questions, and the rows that count for nothing because of it. */
  readonly decided: readonly { readonly finding: Finding | null; readonly givesWay: readonly StoredTransaction[] }[];
  /** Questions that wait. */
  readonly open: readonly Finding[];
}

/** A row that exports state differently, and what is known of which is right. */
interface Question {
  /** Null where the inputs that count agree. */
  readonly finding: (Finding & { readonly source: SourceLine }) | null;
  /** The version that is right; null while nobody says so. */
  readonly chosen: Version | null;
  readonly isLeftOut: boolean;
}

interface Version {
  readonly content: RowContent;
  /** The copy by which its charge and invoice are found. */
  readonly cited: StoredTransaction;
}

/**
 * Rows of a provider that exports state differently, under one id: all that hangs on them waits until a person decides which
 * version is right (R15).
 */
export class CopiesInConflict {
  readonly provider: Provider;
  readonly #decisions: DecisionBook;
  readonly #copies: ReadonlyMap<string, readonly StoredTransaction[]>;
  readonly #questions: ReadonlyMap<string, Question>;

  private constructor(provider: Provider, decisions: DecisionBook, copies: ReadonlyMap<string, StoredTransaction[]>) {
    this.provider = provider;
    this.#decisions = decisions;
    this.#copies = copies;
    this.#questions = new Map([...copies].map(([id, rows]) => [id, questionOf(id, rows, decisions)] as const));
  }

  /** @param inputs SHA-256 of the inputs whose copies count; all without it */
  static async of(
    db: Database,
    provider: Provider,
    { decisions, inputs }: { readonly decisions: DecisionBook; readonly inputs?: ReadonlySet<string> | undefined },
  ): Promise<CopiesInConflict> {
    const copies = new Map<string, StoredTransaction[]>();
    for await (const row of rowsInConflict(db, provider)) {
      if (row.rowId === null || inputs?.has(row.source.input) === false) continue;
      copies.set(row.rowId, [...(copies.get(row.rowId) ?? []), row]);
    }
    return new CopiesInConflict(provider, decisions, copies);
  }

  /** Copies beside the one that counts, or beside one while nobody knows which does: a sum of the rows has each row once. */
  beside(): StoredTransaction[] {
    return [...this.#copies].flatMap(([id, copies]) => {
      const question = this.#questions.get(id);
      const counts = question?.chosen?.cited.source ?? question?.finding?.source;
      return counts === undefined ? [] : copies.filter(({ source }) => placeOf(source) !== placeOf(counts));
    });
  }

  /** What rows that belong together become: nothing while the right copy of one of them is not known. */
  judge(
    rows: readonly StoredTransaction[],
    assemble: (counting: readonly StoredTransaction[]) => Assembled,
  ): Assembled {
    // Nearly always: no copy of anything is in conflict.
    if (this.#questions.size === 0 && !rows.some(({ kind }) => kind === OPENING_KIND)) return assemble(rows);
    const { counting, decided, open } = this.settled(rows);
    if (open.length === 0 && decided.length === 0) return assemble(rows);
    const group = new AssembledGroup();
    for (const finding of open) group.report(finding, rows);
    if (open.length === 0 && counting.length > 0) {
      const assembled = assemble(counting);
      group.charges.push(...assembled.charges);
      group.takeBeside(assembled);
    }
    for (const { finding, givesWay } of decided) if (finding !== null) group.report(finding, givesWay);
    return group;
  }

  settled(rows: readonly StoredTransaction[]): Settled {
    const asked = new Map<Question, { readonly first: StoredTransaction; readonly givesWay: StoredTransaction[] }>();
    const ofOpenings = this.#questionOfOpenings(rows);
    const counting = rows.flatMap((row) => {
      const question = row.kind === OPENING_KIND ? ofOpenings : this.#questions.get(row.rowId ?? '');
      if (question === undefined) return [row];
      const { first, givesWay } = asked.get(question) ?? { first: row, givesWay: [] };
      asked.set(question, { first, givesWay });
      if (question.chosen === null) return [row];
      const { content, cited } = question.chosen;
      // A row that was linked to its charge keeps it.
      if (placeOf(cited.source) === placeOf(row.source))
        return [{ ...row, ...content, group: row.group || content.group, conflict: false }];
      givesWay.push(row);
      return [];
    });
    const all = [...asked].map(([question, own]) => ({ ...question, ...own }));
    return {
      counting,
      decided: all.filter(({ chosen }) => chosen !== null),
      open: all.flatMap(({ chosen, finding, first, isLeftOut }) => {
        if (chosen !== null || finding === null) return [];
        // As months were approved with it, before versions were told: by the first row of the charge.
        return isLeftOut ? [{ ...finding, source: first.source }] : [finding];
      }),
    };
  }

  /** Rows of opening.csv have no id: those about one charge are copies, of which assembling leaves out the others. */
  #questionOfOpenings(rows: readonly StoredTransaction[]): Question | undefined {
    const openings = rows.filter((row) => row.kind === OPENING_KIND);
    const [first] = openings;
    const question = first === undefined ? undefined : questionOf(first.group, openings, this.#decisions);
    return question?.finding === null ? undefined : question;
  }
}

/** @param copies of one row, at least one */
function questionOf(id: string, copies: readonly StoredTransaction[], decisions: DecisionBook): Question {
  const versions = rowVersions(copies).map((each): Version => ({ content: each.content, cited: citedOf(each.copies) }));
  const [first, other] = versions;
  if (first === undefined || other === undefined) return { finding: null, chosen: first ?? null, isLeftOut: false };
  const [code, month] = ['conflicting-transaction', monthOfInstant(first.content.atMs)] as const;
  const texts = differencesOf(
    versions.map(({ content }) => content),
    FIELDS_OF_ROW,
  );
  const { subject, told, isLeftOut, chosen } = choiceOfVersion(decisions, { code, id, month, texts });
  return {
    finding: {
      code,
      subject,
      month,
      what: `two exports state transaction ${id} differently${told}`,
      source: first.cited.source,
      // Of the row itself, once.
      amount: { micro: first.content.gross, unit: first.content.currency },
      versions: versions.length,
    },
    chosen: chosen === null ? null : (versions[chosen] ?? null),
    isLeftOut,
  };
}

/** Of equals the first in the order of input and line. */
function citedOf(copies: readonly [StoredTransaction, ...StoredTransaction[]]): StoredTransaction {
  const [cited] = [...copies].sort(byFullness);
  return cited ?? copies[0];
}

function byFullness(a: StoredTransaction, b: StoredTransaction): number {
  const has = ({ group, invoice }: StoredTransaction): number => Number(group !== '') * 2 + Number(invoice !== '');
  return has(b) - has(a) || compareText(a.source.input, b.source.input) || a.source.line - b.source.line;
}
