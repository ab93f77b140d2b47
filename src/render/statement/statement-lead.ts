import { microFromText } from '../../core/money/micro.ts';
import { addMonths, monthFromText, monthsFrom } from '../../core/month/month.ts';
import type { BalanceReason } from '../../core/payout/ledger/balance.ts';
import { isPayoutMethod } from '../../core/payout/ledger/method.ts';
import {
  type EarnedMonth,
  MONTHS_OF_HISTORY,
  type MonthRecord,
  type StatementLayout,
} from '../../core/statement/statement-record.ts';
import { decimalText, monthInWords, percentOf } from '../page/amounts.ts';
import { chartOf } from '../page/charts/chart.ts';
import { monthBars } from '../page/charts/month-bars.ts';
import { type Html, html } from '../page/html.ts';
import { pageHeading } from './statement-html.ts';
import { BY_METHOD } from './worker-words.ts';

const NONE = '0.000000';

/** What a worker asks first: what was earned, when and how it is paid, how the months went, and what share that is. */
export function statementLead(record: MonthRecord, layout: StatementLayout): Html {
  const { published, payout, wallet } = record.statement;
  const { earned_usd: earned = NONE, render_spark: spark = NONE, jobs = '0' } = payout;
  const share = percentOf(microFromText(spark), microFromText(published.creditedRenderSpark));
  const month = monthInWords(monthFromText(published.month));
  return html`<p class="state">${published.month} · ${published.state}</p>
${pageHeading(1, `What you earned in ${month}`)}
<p class="hero">${decimalText(earned)} <span>USD</span></p>
<p class="wallet">${wallet}</p>
<p class="lead">${payingSentence(record)}${layout < 3 ? '' : termsSentence(record)}</p>
${published.state === 'final' ? '' : html`<p class="notice">${published.month} is not final: every figure here can still change.</p>`}
${bars(record.history, published.month)}
<p>Your share is ${share}: ${jobs} jobs with ${spark} of all ${published.creditedRenderSpark} render Spark, of the
${published.distributableUsd} USD that workers divide.</p>`;
}

/** When and how it is paid: what was sent, what is to come, or why nothing is. */
function payingSentence({ statement: { payout }, account, payments }: MonthRecord): string {
  const last = payments.at(-1);
  if (account !== null && last !== undefined) {
    const stays =
      account.carriedForwardUsd === NONE ? '' : ` ${account.carriedForwardUsd} USD are still on your balance.`;
    return `${account.paidUsd} USD were paid ${byMethod(last.method)}, last on ${last.sentAt.slice(0, 10)}.${stays}`;
  }
  const { payout_usd: now = NONE, method = '', reason = '', carried_forward_usd: stays = NONE } = payout;
  if (now !== NONE) return `${now} USD are to be paid ${byMethod(method)}.`;
  return stays === NONE ? 'There is nothing to be paid.' : `${stays} USD stay on your balance${BECAUSE[reason] ?? ''}.`;
}

/** When it is paid, and while it is too little what is missing; nothing where all is sent, or the record does not say. */
function termsSentence({ statement: { payout }, terms, account, payments }: MonthRecord): string {
  if (payments.length > 0 || terms === undefined) return '';
  const { payout_usd: now = NONE } = payout;
  if (now !== NONE) return ` They are due on ${terms.due}.`;
  const { reason, minimumUsd = null, missingUsd = null } = account ?? {};
  if (reason !== 'below-minimum' || minimumUsd === null || missingUsd === null) return '';
  return ` That is ${minimumUsd} USD: ${missingUsd} USD are missing.`;
}

/** Why a balance is not paid now (R17), said to whose it is. */
const BECAUSE: Readonly<Record<string, string>> & Readonly<Record<BalanceReason, string>> = {
  '': '',
  'below-minimum': ', until they reach the smallest amount that is sent',
  'on-hold': ', because payments to you are on hold',
  'screening-hit': ', because payments to you are on hold',
  'not-screened': ', because a check that is made before payments is still missing',
  'tax-form-missing': ', because your tax form is missing',
  'no-method': ', because you have not said how you want to be paid',
  'no-rail': ', because the way you chose does not pay in your currency',
  'no-rate': ', because there is no rate yet to pay them in your asset',
  dust: ', because they are less than the smallest transfer',
  reserved: ' and are on their way',
  deducted: ', until a correction of a later month takes them off',
  'not-a-destination': ', because the place to send them to cannot be right',
  deficit: ': it is less than nothing, and later months make it up',
};

function byMethod(method: string): string {
  return isPayoutMethod(method) ? BY_METHOD[method] : `by ${method}`;
}

/** The last twelve months; one without a bar brought nothing, or was not closed yet. */
function bars(history: readonly EarnedMonth[], own: string): Html {
  const last = monthFromText(own);
  const earned = new Map(history.map(({ month, earnedUsd }) => [monthFromText(month), microFromText(earnedUsd)]));
  const months = monthsFrom(addMonths(last, 1 - MONTHS_OF_HISTORY), last).map((month) => {
    const look = month === last ? 'mark' : 'quiet';
    return { month, parts: [{ look, name: '', amount: earned.get(month) ?? 0n }] };
  });
  const says = `What you earned in each of the twelve months up to ${own}: ${history.map(({ month, earnedUsd }) => `${month} ${earnedUsd}`).join(', ')}.`;
  return chartOf(monthBars({ id: 'earned', title: 'Your last twelve months, USD', says }, months));
}
