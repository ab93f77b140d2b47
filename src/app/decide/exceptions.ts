import { openState } from '../../core/close/checks/month-over.ts';
import {
  allowedDecisions,
  type Decision,
  DecisionBook,
  type DecisionCode,
  decisionsOf,
  isAcknowledged,
} from '../../core/close/decision.ts';
import type { JudgedFinding } from '../../core/close/judged-finding.ts';
import type { FinalMonth } from '../../core/close/prior-periods/final-month.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth } from '../../core/month/month.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import type { ExceptionList, ListedException } from '../../render/exceptions/listed-exception.ts';
import { approvedDocument } from '../../render/month/reconcile-json.ts';
import { type ShownException, shownException } from '../../render/reports/exceptions-csv.ts';
import { inputNames } from '../../store/inputs/imports.ts';
import { listDecisions } from '../../store/months/decisions.ts';
import { finalMonth } from '../../store/months/final-months.ts';
import { refuseBeforeFirstMonth } from '../books/policy/first-month.ts';
import { computeMonth, NO_LISTENER } from '../close/computed-month.ts';
import type { CloseRequest } from '../close/facts/close-context.ts';
import { keptReview } from '../close/kept-review.ts';
import { reviewQuestion } from '../close/reconcile.ts';

export interface ExceptionsRequest extends CloseRequest {
  readonly asOfMs: number;
}

/** A month's exceptions, decided or not, and what else a decision may name. */
export interface MonthExceptions {
  readonly list: ExceptionList;
  /** In force about the month and earlier ones. */
  readonly book: DecisionBook;
  /** Wallets with a part of the month, with checksum. */
  readonly wallets: ReadonlySet<string>;
  readonly isFinal: boolean;
}

/**
 * The exceptions of a month. A final month's are those that it was approved with; an open month is computed for them
 * where anything changed since it was, and nothing is written.
 *
 * @throws InvalidInput before-first-month
 */
export async function exceptionsOf(request: ExceptionsRequest): Promise<MonthExceptions> {
  const { policy, month } = request;
  const { db } = request.workspace.store;
  refuseBeforeFirstMonth(month, policy);
  const all = await listDecisions(db);
  const final = await finalMonth(db, month);
  if (final !== null) return exceptionsOfFinal(final, all);
  const { close } = (await keptReview(reviewQuestion(request))) ?? (await computeMonth(request, NO_LISTENER));
  const book = new DecisionBook(all).upTo(month);
  const nameOf = await inputNames(db);
  const parts = new Map(close.pool.parts.map((part) => [checksumAddress(part.wallet), formatMicro(part.earned)]));
  const exceptions = [
    ...close.findings.map((finding): ListedException => {
      const { month: of, decision } = finding;
      const [cause, amount] = [finding.cause ?? finding.code, finding.amount ?? null];
      const [allowed, alone] = [decisionsOf(finding), finding.alone ?? null];
      return {
        row: shownException(finding, nameOf),
        month: of,
        decision,
        isFound: true,
        allowed,
        cause,
        amount,
        alone,
      };
    }),
    ...withoutFinding(book, close.findings).map((decision) => decidedOnly(decision, parts)),
  ];
  return {
    list: { month: formatMonth(month), state: openState(month, request.asOfMs), exceptions },
    book,
    wallets: new Set(parts.keys()),
    isFinal: false,
  };
}

function exceptionsOfFinal(final: FinalMonth, all: readonly Decision[]): MonthExceptions {
  const { month } = final;
  const used = all.filter((each) => each.finalMonth === formatMonth(month));
  const { exceptions: approved } = approvedDocument(final);
  const decisionOn = (shown: ShownException): Decision | undefined => {
    return used.find((each) => each.code === shown.code && each.subject === shown.subject);
  };
  const others = used.filter((each) => !approved.some((shown) => decisionOn(shown) === each));
  return {
    list: {
      month: formatMonth(month),
      state: 'final',
      exceptions: [
        ...approved.map((row): ListedException => {
          const decision = decisionOn(row) ?? null;
          const allowed = allowedDecisions(row.code as DecisionCode);
          const of = decision?.month ?? month;
          return { row, month: of, decision, isFound: true, allowed, cause: row.code, amount: null, alone: null };
        }),
        ...others.map((each) => decidedOnly(each, new Map())),
      ],
    },
    book: new DecisionBook(all),
    wallets: new Set(),
    isFinal: true,
  };
}

/** Decisions that no exception shows: about jobs and wallets, or about an exception that has gone. */
function withoutFinding(book: DecisionBook, findings: readonly JudgedFinding[]): Decision[] {
  const shown = new Set(findings.map(({ code, subject, month }) => book.on(code, subject, month)));
  return book.all.filter(
    (each) => each.finalMonth === null && !shown.has(book.on(each.code, each.subject, each.month)),
  );
}

function decidedOnly(decision: Decision, parts: ReadonlyMap<string, string>): ListedException {
  const { code, subject, month, note } = decision;
  const row: ShownException = {
    code,
    file: null,
    line: null,
    what: whatOf(decision, parts),
    remedy: `revshare exceptions ${formatMonth(month)} --withdraw ${code} "${isAcknowledged(code) ? formatMonth(month) : subject}" takes it back.`,
    decision: decision.decision,
    note,
    subject,
  };
  return {
    row,
    month,
    decision,
    isFound: false,
    allowed: allowedDecisions(code),
    cause: code,
    amount: null,
    alone: null,
  };
}

function whatOf({ code, subject, month }: Decision, parts: ReadonlyMap<string, string>): string {
  if (code === 'job') return `job ${subject} of ${formatMonth(month)} is not credited`;
  if (isAcknowledged(code)) return `${code} of ${formatMonth(month)} is acknowledged`;
  if (code !== 'wallet') return `${code} ${subject} was decided and is no exception any more`;
  const part = parts.get(subject);
  return `the part of ${subject} in ${formatMonth(month)}${part === undefined ? '' : `, ${part} USD,`} is not to be paid yet`;
}
