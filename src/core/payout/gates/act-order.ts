import type { KeptPayouts, PayoutAct } from '../ledger/kept-payouts.ts';

/** R17: why nothing is done about payouts at an instant: something was done after it. Null when nothing was. */
export function beforeLastAct(books: KeptPayouts, asOfMs: number): string | null {
  const last = actsOf(books).reduce((latest, { at }) => (at > latest ? at : latest), '');
  const now = new Date(asOfMs).toISOString();
  return now < last ? `--as-of ${now} is before what was last done about payouts, at ${last}` : null;
}

function actsOf({ batches, adjustments }: KeptPayouts): PayoutAct[] {
  return [
    ...batches.flatMap(({ prepared, releases, void: gone, receipts }) => [
      prepared,
      ...releases,
      ...(gone === null ? [] : [gone]),
      ...receipts,
    ]),
    ...adjustments,
  ];
}
