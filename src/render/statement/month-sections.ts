import { formatMicro, microFromText } from '../../core/money/micro.ts';
import { type JobList, jobsByDay } from '../../core/statement/job-list.ts';
import type { MonthStatement, PublishedMonth } from '../../core/statement/month-statement.ts';
import {
  heldByBatches,
  type MonthRecord,
  type StatementAccount,
  type StatementLayout,
  type StatementTerms,
} from '../../core/statement/statement-record.ts';
import { CATEGORIES } from '../../core/usage/categories.ts';
import { LATE } from '../../core/usage/leaderboard.ts';
import { shareForReading } from '../reports/share-for-reading.ts';
import { paymentSection } from './payment-section.ts';
import type { Section } from './section.ts';
import { reasonInWords, TO_THE_WORKER } from './worker-words.ts';

/** All that a month's statement says, in the order in which a worker asks. */
export function monthSections(record: MonthRecord, layout: StatementLayout): Section[] {
  const { statement, terms, account, payments } = record;
  return [
    ...(terms === undefined ? [] : [payment(terms, account, layout)]),
    theMonth(statement.published),
    yourPart(statement, layout),
    ...details(statement),
    ...jobSections(record),
    ...(account === null ? [] : accountSections(account, layout)),
    notFinal(statement.published),
    paymentSection(`Paid for ${statement.published.month}`, payments, layout),
    monthsBefore(record),
    howToCheck(record),
  ].filter(({ rows }) => rows.length > 0);
}

/** What a page shows as a picture. */
function monthsBefore({ history }: MonthRecord): Section {
  const rows = history.map(({ month, earnedUsd }) => [month, earnedUsd]);
  return { title: 'Your last twelve months', columns: ['month', 'earned, USD'], rows };
}

const NOT_CREDITED = 'Not credited';

/** Where there is room for sentences, they stand for the reason. */
function notCreditedInWords({ excluded }: MonthStatement): Section {
  const because = new Map<string, string>(Object.entries(TO_THE_WORKER));
  return {
    title: 'What earned nothing, and why',
    columns: ['why', 'jobs', 'render Spark'],
    rows: excluded.map(({ reason, jobs, renderSpark }) => [because.get(reason) ?? reason, String(jobs), renderSpark]),
  };
}

/** The same for the page, which has said what was earned: first what it was earned with, last how the month came to it. */
export function pageSections(record: MonthRecord, layout: StatementLayout): Section[] {
  const { statement, terms, account, payments } = record;
  return [
    ...(terms === undefined || layout < 3 ? [] : [payment(terms, account, layout)]),
    ...details(statement).filter(({ title }) => title !== NOT_CREDITED),
    ...jobSections(record),
    notCreditedInWords(statement),
    ...(account === null ? [] : accountSections(account, layout)),
    paymentSection(`Paid for ${statement.published.month}`, payments, layout),
    yourPart(statement, layout),
    theMonth(statement.published),
    howToCheck(record),
  ].filter(({ rows }) => rows.length > 0);
}

const NOTHING_HELD = { onItsWay: 0n, prepared: 0n };

/** Who pays, when, and what is still missing to it. */
function payment(
  { due, payer, contact }: StatementTerms,
  account: StatementAccount | null,
  layout: StatementLayout,
): Section {
  const { minimumUsd = null, missingUsd = null } = account ?? {};
  const isMissing = missingUsd !== '0.000000' && waitsForMore(account, layout);
  const { onItsWay, prepared } = layout < 7 || account === null ? NOTHING_HELD : heldByBatches(account);
  const rows = [
    ['paid by', payer],
    ['questions to', contact],
    ['due on', due],
    ['on its way, USD', onItsWay === 0n ? '' : formatMicro(onItsWay)],
    ['being prepared, USD', prepared === 0n ? '' : formatMicro(prepared)],
    [layout < 10 ? 'paid from a balance of, USD' : 'minimum of a payment, USD', minimumUsd ?? ''],
    [
      onItsWay + prepared === 0n ? 'missing to it, USD' : 'missing to it for the rest, USD',
      isMissing ? (missingUsd ?? '') : '',
    ],
  ];
  return {
    title: 'Payment',
    columns: ['what', layout < 10 ? '' : 'value'],
    rows: rows.filter(([, value]) => value !== ''),
  };
}

/** Whether a balance waits for the minimum: one that was paid in full waits for nothing. Before layout 6 nobody asked. */
function waitsForMore(account: StatementAccount | null, layout: StatementLayout): boolean {
  return layout < 6 || account?.reason === 'below-minimum';
}

function notFinal({ month, state }: PublishedMonth): Section {
  const rows = state === 'final' ? [] : [[`${month} is not final: every figure here can still change.`]];
  return { title: 'Not final', columns: [], rows };
}

/** The month's figures, the same for everybody. */
function theMonth(published: PublishedMonth): Section {
  const points = microFromText(published.creditedRenderSpark);
  return {
    title: 'The month',
    columns: ['figure', 'amount'],
    rows: [
      ['net subscription revenue, USD', published.netRevenueUsd],
      ['workers’ share of it', published.share],
      ...(published.netRevenueByShare ?? []).map(({ share, netRevenueUsd }) => [
        `net revenue at a share of ${share}, USD`,
        netRevenueUsd,
      ]),
      ['pool, USD', published.poolUsd],
      ['carried in, USD', published.carriedInUsd],
      ['distributable, USD', published.distributableUsd],
      ['render Spark of all workers', published.creditedRenderSpark],
      ['value of one Spark, USD', shareForReading(microFromText(published.distributableUsd), points)],
    ],
  };
}

/** The wallet's row of payouts.csv, which stays as it was approved; the account goes on. */
function yourPart({ payout, published }: MonthStatement, layout: StatementLayout): Section {
  const rows = Object.entries(payout).map(([column, value]) => [labelOf(column), value]);
  const when = layout < 6 || published.state !== 'final' ? '' : 'when the month was approved';
  return { title: 'Your part', when, columns: ['figure', 'amount'], rows: rows.filter(([, value]) => value !== '') };
}

function labelOf(column: string): string {
  return column.endsWith('_usd') ? `${column.slice(0, -4).replaceAll('_', ' ')}, USD` : column.replaceAll('_', ' ');
}

function details({ workers, models, late, excluded }: MonthStatement): Section[] {
  const because = new Map<string, string>(Object.entries(TO_THE_WORKER));
  return [
    {
      title: 'By worker',
      columns: ['worker', 'jobs', 'render Spark', 'earned, USD'],
      rows: workers.map(({ network, nft, jobs, renderSpark, earnedUsd }) => {
        return [workerLabel(network, nft), String(jobs), renderSpark, earnedUsd];
      }),
    },
    {
      title: 'By model',
      columns: ['model', 'jobs', 'render Spark'],
      rows: [
        ...models.map(({ model, jobs, renderSpark }) => [model, String(jobs), renderSpark]),
        ...late.map(({ originalMonth, jobs, renderSpark }) => [
          `late jobs of ${originalMonth}`,
          String(jobs),
          renderSpark,
        ]),
      ],
    },
    byCategory(models),
    {
      title: NOT_CREDITED,
      columns: ['reason', 'jobs', 'render Spark', 'because'],
      rows: excluded.map(({ reason, jobs, renderSpark }) => {
        return [reason, String(jobs), renderSpark, because.get(reason) ?? ''];
      }),
    },
  ];
}

/** The models by what they make; nothing where the statement does not know it. */
function byCategory(models: MonthStatement['models']): Section {
  const rows = CATEGORIES.flatMap((category) => {
    const own = models.filter((each) => each.category === category);
    if (own.length === 0) return [];
    const jobs = own.reduce((sum, each) => sum + each.jobs, 0);
    const points = own.reduce((sum, { renderSpark }) => sum + microFromText(renderSpark), 0n);
    return [[category, String(jobs), formatMicro(points)]];
  });
  return { title: 'By category', columns: ['category', 'jobs', 'render Spark'], rows };
}

function workerLabel(network: string, nft: string): string {
  if (network === LATE) return `late jobs of ${nft}`;
  if (nft !== '') return `${network} NFT ${nft}`;
  return network === '' ? 'this address' : `${network}, this address`;
}

/** The credited jobs by day, and one by one where they were asked for. Statements of earlier versions say the days of their list only. */
function jobSections({ days, jobs }: MonthRecord): Section[] {
  const byDay = days ?? (jobs === undefined ? [] : jobsByDay(jobs.list));
  const rows = byDay.map(({ day, jobs: count, renderSpark }) => [day, String(count), renderSpark]);
  return [
    { title: 'By day', columns: ['day', 'jobs', 'render Spark'], rows },
    ...(jobs === undefined ? [] : listSections('Your jobs', jobs)),
  ];
}

/** A list of jobs and its hash. */
export function listSections(title: string, jobs: JobList): Section[] {
  return [
    {
      title,
      columns: ['day', 'render Spark', 'model', 'job'],
      rows: jobs.list.map(({ jobId, day, model, renderSpark }) => [day, renderSpark, model, jobId]),
    },
    { title: 'SHA-256 of the list of jobs', columns: [], rows: [[jobs.sha256]] },
  ];
}

/** R17, as the books know it now. */
function accountSections(account: StatementAccount, layout: StatementLayout): Section[] {
  const { monthsToMinimum, reason } = account;
  const { onItsWay, prepared } = heldByBatches(account);
  const rows = [
    ['brought forward', account.broughtForwardUsd],
    ['+ earned', account.earnedUsd],
    ['+ adjustments', account.adjustmentsUsd],
    ['- paid', account.paidUsd],
    ['- fees', account.feesUsd],
    ['= carried forward', account.carriedForwardUsd],
    ['of that on its way', formatMicro(onItsWay)],
  ];
  if (prepared !== 0n) rows.push(['of that being prepared', formatMicro(prepared)]);
  const rest = microFromText(account.carriedForwardUsd) - onItsWay - prepared;
  if (reason !== '' && (layout < 10 || rest !== 0n))
    rows.push(['why the rest stays', layout < 10 ? reason : reasonInWords(reason)]);
  if (monthsToMinimum !== null && monthsToMinimum > 0 && waitsForMore(account, layout)) {
    rows.push(['months to the minimum at this pace', String(monthsToMinimum)]);
  }
  return [
    { title: 'Account', when: layout < 6 ? '' : 'with all that was booked since', columns: ['figure', 'USD'], rows },
    {
      title: 'Carried forward, by the month that earned it',
      columns: ['month', 'USD'],
      rows: account.ageing.map(({ month, amountUsd }) => [month, amountUsd]),
    },
    {
      title: 'Adjustments',
      columns: ['USD', 'reason'],
      rows: account.adjustments.map(({ amountUsd, reason: why }) => [amountUsd, why]),
    },
  ];
}

function howToCheck({ statement, terms, proof, manifestSha256 }: MonthRecord): Section {
  const { published, payout } = statement;
  const earned = `${published.distributableUsd} x ${payout.render_spark ?? '0'} / ${published.creditedRenderSpark}`;
  // A statement of an earlier version is written again as that version wrote it.
  const file = terms === undefined ? 'manifest.json' : 'public.json';
  const names = terms === undefined ? 'has' : 'names the manifest with';
  return {
    title: 'How to check this',
    columns: [],
    rows: [
      [`1. Earned is ${earned}, cut to six decimals.`],
      ['2. Workers sum to it, models to your Spark.'],
      [`3. The published ${file} of ${published.month} ${names} SHA-256 ${manifestSha256}`],
      [`   and the statement root ${proof.root}.`],
      [`4. revshare verify-statement THIS-FILE --manifest ${file} does all of it, offline.`],
    ],
  };
}
