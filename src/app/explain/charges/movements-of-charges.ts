import { costMovementOf } from '../../../core/deferral/cost-movement.ts';
import { type Movement, movementOf } from '../../../core/deferral/movement.ts';
import {
  type DeferredCharge,
  isAsReported,
  type MovementOf,
} from '../../../core/explanation/charges/charges-behind.ts';
import { recogniseCharge } from '../../../core/revenue/charge-postings.ts';
import { PROVIDERS } from '../../../core/revenue/provider.ts';
import { chargeHistories } from '../../close/facts/charge-histories.ts';
import { readSmallFacts } from '../../close/facts/small-facts.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import { judgedAsReported, type ReportedMonth } from '../month/reported-month.ts';

/**
 * What some charges of deferred.csv move in the month of the reports, by their rows. A charge whose rows come to another thing
 * than the report says has none: a final month is explained by what was posted then.
 */
export async function movementsOf(
  request: ExplainRequest,
  reports: ReportedMonth,
  charges: readonly DeferredCharge[],
): Promise<MovementOf> {
  const { month } = reports;
  const judged = judgedAsReported(request, reports);
  const asked = charges.flatMap(({ provider, charge }) => {
    const known = PROVIDERS.find((each) => each === provider);
    return known === undefined ? [] : [{ provider: known, charge }];
  });
  const found = new Map<string, Movement[]>();
  const keep = (movement: Movement | null): void => {
    if (movement === null) return;
    const key = `${movement.provider}\n${movement.charge}`;
    found.set(key, [...(found.get(key) ?? []), movement]);
  };
  if (asked.length > 0)
    for await (const history of chargeHistories(judged, asked))
      keep(movementOf(recogniseCharge(history, judged.policy), month));
  if (charges.some(({ provider }) => provider === 'costs')) {
    const { costs } = await readSmallFacts(request.workspace.store.db);
    for (const cost of costs) keep(costMovementOf(cost, month));
  }
  return (charge) => {
    const own = found.get(`${charge.provider}\n${charge.charge}`) ?? [];
    return own.find((each) => each.month === charge.chargeMonth && isAsReported(charge, each, month)) ?? null;
  };
}
