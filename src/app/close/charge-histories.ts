import type { ChargeHistory } from '../../core/revenue/charge-history.ts';
import { productCatalogue } from '../../core/revenue/plan.ts';
import type { Provider } from '../../core/revenue/provider.ts';
import { groupsOfCharges, type JudgedRows } from './assembled-groups.ts';
import { type CloseRequest, closeContext } from './close-context.ts';

/** A charge that somebody asks about. */
export interface AskedCharge {
  readonly provider: Provider;
  readonly charge: string;
}

/** The rows of some charges, judged as a close of the month would judge them now. Neighbours may come with them. */
export async function* judgedCharges(request: CloseRequest, asked: readonly AskedCharge[]): AsyncGenerator<JudgedRows> {
  const { db, policy, fx, decisions } = await closeContext(request, { asIfOpen: false });
  const rules = { catalogue: productCatalogue(policy.plans, policy.otherProducts), fx, decisions };
  yield* groupsOfCharges(db, rules, asked);
}

/** The histories of some charges, as now known. */
export async function* chargeHistories(
  request: CloseRequest,
  asked: readonly AskedCharge[],
): AsyncGenerator<ChargeHistory> {
  const wanted = new Set(asked.map(({ provider, charge }) => `${provider}\n${charge}`));
  for await (const { group } of judgedCharges(request, asked)) {
    for (const charge of group.charges) if (wanted.has(`${charge.provider}\n${charge.id}`)) yield charge;
  }
}
