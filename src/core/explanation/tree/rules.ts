/**
 * The rules of the figures by number, each as docs/rules.md has it: `npm run docs` writes that column from here, and
 * `explain` quotes it.
 */
export const RULES = {
  R1: {
    title: 'months',
    sentence:
      "A month is a half-open UTC interval. Stripe's UTC columns, Google's printed PST or PDT as a fixed offset, Apple's printed date decide; no code asks the machine for time or zone but `--as-of`.",
  },
  R2: {
    title: 'exactness',
    sentence:
      'Money and points are bigint millionths; shares and rates are exact decimals. Rounding happens only in named functions: conversion half-even, proportions truncated (cumulatively where parts share an amount), distributable pool and parts floored.',
  },
  R3: {
    title: 'components, FX',
    sentence:
      'A charge is gross, customer tax and provider fee, each with its own schedule. It is converted at the rate of its UTC date, else of up to seven days before, else of its month; its reductions use its rate, and a final month freezes it.',
  },
  R4: {
    title: 'what counts',
    sentence:
      'Only the configured plans. Other products, trials, coupons, test mode and the like are left out with a reason; an unknown product is an exception.',
  },
  R5: {
    title: 'recognition',
    sentence:
      'A charge covers n months from its own UTC month; month k posts `trunc(T*k/n) - trunc(T*(k-1)/n)`. Invoice lines share the charge by weight; proration lines keep their own months.',
  },
  R6: {
    title: 'refunds, disputes',
    sentence:
      "They first take what the schedule still holds for their month and later; what goes beyond is clawed back in their month, at most what was shared since `first_month`. The alternative takes one fraction off every month. A row beyond the charge's gross takes what is left of it; the excess posts only where it is accepted.",
  },
  R7: {
    title: 'restorations',
    sentence:
      "From the month of a dispute won or a refund failed on, the charge posts as if it had not been reduced; the past difference posts in that month. Google's rebill rows restore each component by its own amount.",
  },
  R8: {
    title: 'orphans',
    sentence:
      'A reduction whose charge is unknown posts nothing until the charge or an opening schedule comes, or a person accepts it for its own month. A row that names no charge finds it by its refund or dispute, payment or invoice.',
  },
  R9: {
    title: 'costs',
    sentence:
      'Fees that serve the whole Stripe account count in the proportion of subscription gross to all gross of their month; `costs.csv` is spread over the months it names. What a settlement shows beyond the rows is an exception; accepted, it posts as `provider-true-up`.',
  },
  R10: {
    title: 'pool',
    sentence:
      "net revenue x share, exact, plus what is carried in; an adjustment of a final month takes that month's share. Not positive, or nobody has points: nothing is paid and all is carried. No job log: nothing is carried on.",
  },
  R11: {
    title: 'points',
    sentence:
      'A job has at most one reason to be left out, the first that fits. The list is data, compiled to SQL in one place.',
  },
  R12: {
    title: 'self-matching',
    sentence:
      "Subscriber and worker are one wallet, or belong to one account by links or by the row's own ids. Mixed-case addresses must fit their checksum.",
  },
  R13: {
    title: 'split',
    sentence: '`floor(distributable * points / all points)`, product first; the dust is carried.',
  },
  R14: {
    title: 'states, policy',
    sentence:
      'estimate, review, final; months become final in order, through the gates. A rule changes from a month on; final months keep theirs.',
  },
  R15: {
    title: 'approval',
    sentence:
      'The digest covers policy, decisions and result, and no file name, hash, line or clock. `finalize` recomputes and refuses a digest that is not current. Of versions that contradict each other a person says which is right.',
  },
  R16: {
    title: 'after the close',
    sentence:
      'A final month never changes. What it should have posted and did not posts in the first open month, with its original month and reason. Books that were lost are never begun again.',
  },
  R17: {
    title: 'payouts',
    sentence:
      "brought forward + earned + adjustments - paid - fees = carried forward. A batch reserves what it pays until that is receipted or voided; the rest stays with a reason. The fee comes off first, the conversion is floored to the asset's scale, and what leaves the balance is its worth rounded up.",
  },
} as const;

export type RuleName = keyof typeof RULES;

/** What a rule says first: the one sentence that stands beside a figure. */
export function firstSentence(rule: RuleName): string {
  const { sentence } = RULES[rule];
  return /^.*?[.](?= [A-Z`]|$)/.exec(sentence)?.[0] ?? sentence;
}
