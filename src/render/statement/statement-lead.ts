import { microFromText } from '../../core/money/micro.ts';
import { addMonths, monthFromText, monthsFrom } from '../../core/month/month.ts';
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
import { payingSentence } from './paying-sentence.ts';
import { pageHeading } from './statement-html.ts';

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
<p class="lead">${payingSentence(record, layout)}</p>
${published.state === 'final' ? '' : html`<p class="notice">${published.month} is not final: every figure here can still change.</p>`}
${bars(record.history, published.month)}
<p>Your share is ${share}: ${jobs} ${jobs === '1' && layout >= 7 ? 'job' : 'jobs'} with ${spark} of all ${published.creditedRenderSpark} render Spark, of the
${published.distributableUsd} USD that workers divide.</p>`;
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
