import type { Gate } from '../../../core/close/checks/gate.ts';
import { exactFromText } from '../../../core/money/exact-decimal.ts';
import type { MicroSpark } from '../../../core/money/micro.ts';
import { formatMonth } from '../../../core/month/month.ts';
import type { Pool } from '../../../core/pool/pool.ts';
import { shareForReading } from '../../reports/share-for-reading.ts';
import { decimalText, exactUsd, monthInWords, spark, usd } from '../amounts.ts';
import { type Html, type HtmlPart, html, NOTHING_TO_SHOW } from '../html.ts';
import { creditedPoints, openOf, type PageFacts } from '../page-facts.ts';

const STATES: Readonly<Record<string, string>> = {
  estimate: 'The month is not over: every figure here is an estimate.',
  review: 'The month is over and not final: figures can still change.',
};

/** First the figure that matters, in a sentence what it is made of, then what else one asks first. */
export function summarySection(facts: PageFacts): Html {
  const { close, state, digest, payoutDue } = facts;
  const { pool } = close;
  const points = creditedPoints(close);
  const percent = `${exactFromText(pool.share).times(100).toFixed()} %`;
  const value = decimalText(shareForReading(pool.distributable, points));
  const cards: [string, HtmlPart][] = [
    ['Net revenue, USD', usd(pool.netRevenue)],
    [`Pool (${percent}), USD`, exactUsd(pool.pool)],
    ['One Spark is worth, USD', points === 0n ? '–' : value],
    ['Wallets', pool.parts.length],
    ['Credited Spark', spark(points)],
    ['Payouts are due', payoutDue],
    ['Open exceptions', openOf(facts).length],
    ...(facts.gates === null ? [] : [heldUp(facts.gates)]),
  ];
  return html`<header><p class="state">${formatMonth(close.month)} · ${state}</p>
<h1>Worker revenue share of ${monthInWords(close.month)}</h1>
<p class="hero">${usd(pool.distributable)} <span>USD to distribute</span></p>
<p class="lead">${percent} of the month’s net subscription revenue, ${usd(pool.netRevenue)} USD, is the workers’ pool.
${dividedText(pool, points)}; ${exactUsd(pool.carriedOut)} USD is carried to the next month.</p>
${STATES[state] === undefined ? NOTHING_TO_SHOW : html`<p class="notice">${STATES[state]}</p>`}
<dl class="cards">${cards.map(([name, what]) => html`<div><dt>${name}</dt><dd>${what}</dd></div>`)}</dl>
<p class="soft">Digest <code>${digest}</code></p>
</header>`;
}

/** What becomes of the pool: divided, or why not (R10). */
function dividedText({ pool, carriedIn, parts }: Pool, points: MicroSpark): Html {
  const withIt = html`With ${exactUsd(carriedIn)} USD carried in`;
  if (!pool.plus(carriedIn).greaterThan(0))
    return html`${withIt} nothing is left to divide, and no wallet owes anything`;
  if (points === 0n) return html`${withIt} nothing is divided, because no wallet has credited Spark`;
  if (parts.length === 1)
    return html`${withIt}, and floored to 0.000001 USD, it is for the one wallet with credited jobs`;
  return html`${withIt}, and floored to 0.000001 USD, it is divided among ${parts.length}
wallets by their render Spark`;
}

function heldUp(gates: readonly Gate[]): [string, number] {
  return ['Gates that hold it up', gates.filter((gate) => gate.state !== 'ok').length];
}
