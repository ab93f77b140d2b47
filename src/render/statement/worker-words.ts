import type { BalanceReason } from '../../core/payout/ledger/balance.ts';
import type { PayoutMethod } from '../../core/payout/ledger/method.ts';
import type { JobExclusionReason } from '../../core/usage/exclusion-rules.ts';

/** Why a job earned nothing, as said to who did it. */
export const TO_THE_WORKER: Readonly<Record<JobExclusionReason, string>> = {
  'unknown-status': 'The network’s log gives a status that nobody has explained yet: it may still count.',
  'not-completed': 'It was not completed: it failed, was cancelled or refunded, or ran out of time.',
  duplicate: 'The log holds it more than once: it counts once, and where its copies differ not at all.',
  'unknown-payment-model': 'The log does not say in known words how it was paid: it may still count.',
  'not-subscription': 'It was not paid by a subscription but with Spark or SOGNI: you were paid for it elsewhere.',
  'vendor-model': 'External vendor models are never covered by a subscription, so nobody earns on them.',
  'self-match-untestable': 'The log does not say who asked for it, so it cannot be told from a job of your own.',
  'self-matched': 'Subscriber and worker are one wallet or one account: nobody earns on a job of their own.',
  'not-participating': 'You were not taking part when it ran.',
  withheld: 'A person withholds it: ask the network why.',
  trial: 'Who asked for it was on a free trial, and those do not count here.',
};

/** How a payment comes. */
export const BY_METHOD: Readonly<Record<PayoutMethod, string>> = {
  sogni: 'in SOGNI',
  spark: 'in Spark',
  fiat: 'by bank',
  usdc: 'in USDC',
};

/** Why a balance is not paid now (R17), said to whose it is: the end of a sentence. */
export const BECAUSE: Readonly<Record<string, string>> & Readonly<Record<BalanceReason, string>> = {
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
  reserved: ', where a payment for an earlier month holds them',
  deducted: ', until a correction of a later month takes them off',
  'not-a-destination': ', because the place to send them to cannot be right',
  deficit: ': it is less than nothing, and later months make it up',
};

/** The same alone; a reason that is not known stands as it is. */
export function reasonInWords(reason: string): string {
  return BECAUSE[reason]?.replace(/^[,:] (?:because )?/, '') ?? reason;
}
