import { formatMicro, microFromText } from '../../core/money/micro.ts';
import { isPayoutMethod } from '../../core/payout/ledger/method.ts';
import {
  heldByBatches,
  type MonthRecord,
  type StatementAccount,
  type StatementLayout,
} from '../../core/statement/statement-record.ts';
import { BECAUSE, BY_METHOD } from './worker-words.ts';

const NONE = '0.000000';

/** When and how it is paid: what was sent, what is on its way, what is to come, or why nothing is. */
export function payingSentence(record: MonthRecord, layout: StatementLayout): string {
  const { account } = record;
  if (layout >= 7 && account !== null) return accountSentences(record, account).join(' ');
  return paidOrNot(record, layout) + (layout < 3 ? '' : termsSentence(record));
}

/** The same by the account as it is now: what was approved may be paid, or its payee may have changed since. */
function accountSentences(
  { statement: { payout }, terms, payments }: MonthRecord,
  account: StatementAccount,
): string[] {
  const last = payments.at(-1);
  const { onItsWay, prepared } = heldByBatches(account);
  const rest = microFromText(account.carriedForwardUsd) - onItsWay - prepared;
  const due = terms === undefined || last !== undefined ? '' : `They are due on ${terms.due}.`;
  const { method = '' } = payout;
  const said = [
    last === undefined
      ? ''
      : `${account.paidUsd} USD were paid ${byMethod(last.method)}, last on ${last.sentAt.slice(0, 10)}.`,
    onItsWay === 0n ? '' : `${formatMicro(onItsWay)} USD are on their way to you.`,
    prepared === 0n ? '' : `${formatMicro(prepared)} USD are in a payment that is being prepared.`,
    onItsWay + prepared === 0n ? '' : due,
  ];
  if (rest === 0n) return orNothing(said);
  const stays = `${formatMicro(rest)} USD`;
  // What is left of a payment is too little to be sent, or the next one takes it.
  if (last !== undefined) return orNothing([...said, `${stays} are still on your balance.`]);
  if (account.reason === '')
    return orNothing([...said, `${stays} are to be paid${method === '' ? '' : ` ${byMethod(method)}`}.`, due]);
  return orNothing([
    ...said,
    `${stays} stay on your balance${BECAUSE[account.reason] ?? ''}.`,
    missingSentence(account),
  ]);
}

function orNothing(said: readonly string[]): string[] {
  const some = said.filter((sentence) => sentence !== '');
  return some.length === 0 ? ['There is nothing to be paid.'] : some;
}

function missingSentence({ reason, minimumUsd = null, missingUsd = null }: StatementAccount): string {
  if (reason !== 'below-minimum' || minimumUsd === null || missingUsd === null) return '';
  return `That is ${minimumUsd} USD: ${missingUsd} USD are missing.`;
}

/** What was sent, what is to come, or why nothing is, by the month as it was approved: so until layout 6, and of a month that is not final. */
function paidOrNot({ statement: { payout }, account, payments }: MonthRecord, layout: StatementLayout): string {
  const last = payments.at(-1);
  if (account !== null && last !== undefined) {
    const stays =
      account.carriedForwardUsd === NONE ? '' : ` ${account.carriedForwardUsd} USD are still on your balance.`;
    return `${account.paidUsd} USD were paid ${byMethod(last.method)}, last on ${last.sentAt.slice(0, 10)}.${stays}`;
  }
  const { payout_usd: now = NONE, method = '', reason = '', carried_forward_usd: stays = NONE } = payout;
  if (now !== NONE) return `${now} USD are to be paid ${byMethod(method)}.`;
  if (stays === NONE) return 'There is nothing to be paid.';
  const because = reason === 'reserved' && layout < 8 ? ' and are on their way' : (BECAUSE[reason] ?? '');
  return `${stays} USD stay on your balance${because}.`;
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

function byMethod(method: string): string {
  return isPayoutMethod(method) ? BY_METHOD[method] : `by ${method}`;
}
