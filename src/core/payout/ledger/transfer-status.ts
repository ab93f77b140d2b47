/** What a rail says of a transfer: only the first is a payment (R17). */
export type TransferOutcome = 'paid' | 'on-its-way' | 'came-back';

/** The words of rails, without letter case, spaces and punctuation: PayPal's and Wise's, and those of people. */
const WORDS: Readonly<Record<TransferOutcome, readonly string[]>> = {
  paid: ['success', 'successful', 'succeeded', 'complete', 'completed', 'paid', 'outgoingpaymentsent', 'confirmed'],
  'on-its-way': [
    ...['pending', 'unclaimed', 'onhold', 'held', 'new', 'processing', 'scheduled', 'queued', 'inprogress'],
    ...['incomingpaymentwaiting', 'fundsconverted', 'waitingrecipientinputtoproceed'],
  ],
  'came-back': [
    ...['failed', 'failure', 'returned', 'refunded', 'reversed', 'cancelled', 'canceled', 'denied', 'blocked'],
    ...['rejected', 'declined', 'expired', 'bouncedback', 'fundsrefunded', 'chargedback', 'reverted'],
  ],
};

const OUTCOMES: ReadonlyMap<string, TransferOutcome> = new Map(
  (Object.keys(WORDS) as TransferOutcome[]).flatMap((outcome) =>
    WORDS[outcome].map((word) => [word, outcome] as const),
  ),
);

/** What a rail's word for a transfer means; null for one that is not known, which is never taken for a payment. */
export function transferOutcome(word: string): TransferOutcome | null {
  return OUTCOMES.get(word.toLowerCase().replaceAll(/[^a-z]/g, '')) ?? null;
}
