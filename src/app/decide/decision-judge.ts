import {
  allowedDecisions,
  type Decision,
  type DecisionCode,
  decisionKey,
  needsNote,
} from '../../core/close/decision.ts';
import { FINDINGS, type FindingCode } from '../../core/close/finding.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import { type TextPattern, textPattern } from '../../core/text/text-pattern.ts';
import { checksumAddress, checksumFault } from '../../core/wallet/checksum-address.ts';
import type { ListedException } from '../../render/exceptions/listed-exception.ts';
import type { DecisionRow, FailRow } from '../../sources/small/decisions-file.ts';
import type { MonthExceptions } from './exceptions.ts';
import { isFree, type JudgedPattern, namesOf, standsFor } from './pattern-row.ts';

/** What a row decides; who and when are the same for all rows of a file. */
export type Judged = Omit<Decision, 'finalMonth' | 'by' | 'at'>;

/** The months in which jobs fall, by job id. */
export type JobMonths = ReadonlyMap<string, ReadonlySet<Month>>;

/** What may be decided about without an exception. */
const OTHER_CODES = ['job', 'wallet', 'flux', 'lists', 'controls', 'policy'] as const;
const NEEDS_NOTE: ReadonlySet<DecisionCode> = new Set(OTHER_CODES);

/** Says of each row what it decides, or what is wrong with it. */
export class DecisionJudge {
  readonly #month: Month;
  readonly #exceptions: MonthExceptions;
  readonly #jobMonths: JobMonths;
  readonly #seen = new Map<string, Judged>();
  readonly #found: ReadonlyMap<string, readonly ListedException[]>;
  /** Rows that stood for several exceptions. */
  readonly patterns: JudgedPattern[] = [];

  constructor(month: Month, exceptions: MonthExceptions, jobMonths: JobMonths) {
    this.#month = month;
    this.#exceptions = exceptions;
    this.#jobMonths = jobMonths;
    this.#found = bySubject(exceptions.list.exceptions.filter(({ isFound }) => isFound));
  }

  /** A row may be about several exceptions of one code and subject. */
  judge(row: DecisionRow, fail: FailRow): Judged[] | null {
    const code = codeOf(row.code);
    if (code === null) {
      fail('unknown-exception', 'code', `there is no exception code "${row.code}"`);
      return null;
    }
    const allowed = allowedDecisions(code);
    const decision = allowed.find((each) => each === row.decision);
    if (decision === undefined) {
      fail('unknown-decision', 'decision', `${code} does not take the decision "${row.decision}"`, remedyOf(code));
      return null;
    }
    if ((needsNote(decision) || NEEDS_NOTE.has(code)) && row.note === '') {
      fail('missing-note', 'note', `${decision} needs a reason`);
      return null;
    }
    const about = this.#subjects(code, row, fail);
    const judged = about?.map((each) => ({ code, ...each, decision, note: row.note })) ?? null;
    return judged?.every((each) => this.#isNew(each, fail) && this.#isChangeable(each, fail)) === true ? judged : null;
  }

  /** What a row is about: subjects as they are kept, and their months. */
  #subjects(code: DecisionCode, row: DecisionRow, fail: FailRow): { subject: string; month: Month }[] | null {
    if (code === 'job') return this.#job(row.subject, fail);
    if (code === 'wallet') return this.#wallet(row.subject, fail);
    const fitting = this.#found.get(`${code}\n${row.subject}`) ?? [];
    const denied = fitting.find(({ allowed }) => !allowed.some((each) => each === row.decision));
    if (denied !== undefined) {
      const choice = `Write ${denied.allowed.join(' or ')}, or leave it empty. ${denied.row.remedy}`;
      fail(
        'unknown-decision',
        'decision',
        `${code} ${row.subject} does not take the decision "${row.decision}"`,
        choice,
      );
      return null;
    }
    const there = fitting.filter(
      (each) => (each.row.file ?? '') === row.file && String(each.row.line ?? '') === row.line,
    );
    const found = there.length > 0 ? there : fitting;
    if (found.length > 0) return found.map(aboutWhat(row));
    // Decided before, and no exception any more.
    const gone = this.#exceptions.book.all.filter((each) => each.code === code && each.subject.trim() === row.subject);
    if (gone.length > 0) return gone.slice(-1).map(({ subject, month }) => ({ subject, month }));
    const pattern = textPattern(row.subject);
    if (pattern !== null) return this.#pattern(code, row, pattern, fail);
    fail('unknown-exception', 'subject', `${formatMonth(this.#month)} has no exception ${code} about "${row.subject}"`);
    return null;
  }

  /**
   * The exceptions that there are now and that a pattern fits: each is decided by itself, so that one that comes later
   * waits for a person. What was decided otherwise stays.
   */
  #pattern(
    code: DecisionCode,
    row: DecisionRow,
    pattern: TextPattern,
    fail: FailRow,
  ): { subject: string; month: Month }[] | null {
    const fitting = this.#exceptions.list.exceptions.filter(standsFor(row, pattern));
    const taken = fitting.filter(isFree(row));
    const { subject, cause, decision } = row;
    const counts = { exceptions: taken.length, otherwise: fitting.length - taken.length };
    if (taken.length > 0) {
      this.patterns.push({ code, subject, cause, decision, ...counts });
      return taken.map(aboutWhat(row));
    }
    const ofCause = cause === '' ? '' : ` of the cause "${cause}"`;
    const decided = counts.otherwise === 0 ? '' : `; ${counts.otherwise} are decided otherwise already`;
    const what = `${formatMonth(this.#month)} has no exception ${code}${ofCause} that "${subject}" fits${decided}`;
    fail('unknown-exception', 'subject', what);
    return null;
  }

  #job(subject: string, fail: FailRow): { subject: string; month: Month }[] | null {
    const months = this.#jobMonths.get(subject);
    if (months?.has(this.#month) === true) return [{ subject, month: this.#month }];
    const elsewhere = [...(months ?? [])].sort((a, b) => a - b).map(formatMonth);
    const why =
      months === undefined
        ? 'is in no imported job log, or did not complete in any'
        : `falls in ${elsewhere.join(' and ')}`;
    const remedy =
      months === undefined
        ? 'Copy the job id from the log; one that did not complete earns nothing.'
        : 'Withhold it in its own month.';
    fail('unknown-exception', 'subject', `job "${subject}" ${why}`, remedy);
    return null;
  }

  #wallet(text: string, fail: FailRow): { subject: string; month: Month }[] | null {
    const fault = checksumFault(text);
    if (fault !== null) {
      const what = fault === 'not-a-wallet' ? 'is not an address' : 'has a wrong checksum';
      fail(fault, 'subject', `wallet "${text}" ${what}`);
      return null;
    }
    const subject = checksumAddress(text);
    const month = this.#month;
    const known = this.#exceptions.wallets.has(subject) || this.#exceptions.book.on('wallet', subject, month) !== null;
    if (known || this.#exceptions.isFinal) return [{ subject, month }];
    fail('unknown-exception', 'subject', `wallet ${subject} has no part in ${formatMonth(month)}`, 'See payouts.csv.');
    return null;
  }

  /** Two rows of a file may say the same twice, not two things. */
  #isNew(judged: Judged, fail: FailRow): boolean {
    const before = this.#seen.get(decisionKey(judged));
    this.#seen.set(decisionKey(judged), judged);
    if (before === undefined || (before.decision === judged.decision && before.note === judged.note)) return true;
    fail('conflicting-rows', 'decision', `another row decides ${judged.code} ${judged.subject} differently`);
    return false;
  }

  #isChangeable(judged: Judged, fail: FailRow): boolean {
    if (isInForce(judged, this.#exceptions)) return true;
    const used = this.#exceptions.book.on(judged.code, judged.subject, judged.month)?.finalMonth ?? null;
    const final = used ?? (this.#exceptions.isFinal ? formatMonth(this.#month) : null);
    if (final === null) return true;
    fail('settled-decision', 'decision', `${judged.code} ${judged.subject} is settled: ${final} is final`);
    return false;
  }
}

function bySubject(exceptions: readonly ListedException[]): Map<string, ListedException[]> {
  const found = new Map<string, ListedException[]>();
  for (const each of exceptions) {
    for (const name of namesOf(each)) {
      const key = `${each.row.code}\n${name.trim()}`;
      const others = found.get(key);
      if (others === undefined) found.set(key, [each]);
      else others.push(each);
    }
  }
  return found;
}

/**
 * What leaves an exception out, or names it alone, is about it alone, where its subject says more; any other decision is
 * about the subject.
 */
function aboutWhat({ decision, subject }: DecisionRow): (listed: ListedException) => { subject: string; month: Month } {
  return ({ row, month, alone }) => {
    const isAlone = alone !== null && (decision === 'leave-out' || subject === alone);
    return { subject: isAlone ? alone : row.subject, month };
  };
}

function codeOf(text: string): DecisionCode | null {
  const other = OTHER_CODES.find((each) => each === text);
  if (other !== undefined) return other;
  return Object.hasOwn(FINDINGS, text) ? (text as FindingCode) : null;
}

function remedyOf(code: DecisionCode): string {
  const allowed = allowedDecisions(code);
  if (allowed.length > 0) return `Write ${allowed.join(' or ')}, or leave it empty.`;
  return `It takes no decision. ${Object.hasOwn(FINDINGS, code) ? FINDINGS[code as FindingCode] : ''}`;
}

/** Whether the same is in force already, word for word. */
export function isInForce(judged: Judged, { book }: MonthExceptions): boolean {
  const before = book.on(judged.code, judged.subject, judged.month);
  return before !== null && before.decision === judged.decision && before.note === judged.note;
}
