import { addMonths, monthStartMs } from '../../core/month/month.ts';
import type { AssemblyRules, StoredTransaction } from '../../core/revenue/assembled.ts';
import type { ChargeHistory } from '../../core/revenue/charge-history.ts';
import { productCatalogue } from '../../core/revenue/plan.ts';
import type { Provider } from '../../core/revenue/provider.ts';
import { assembledGroups, groupsOfCharges, groupsOfLooseRows, type JudgedRows } from './assembled-groups.ts';
import { type CloseRequest, closeContext } from './close-context.ts';

/** A charge that somebody asks about. */
export interface AskedCharge {
  readonly provider: Provider;
  readonly charge: string;
}

/** The rows of some charges, judged as a close of the month would judge them now. Neighbours may come with them. */
export async function* judgedCharges(request: CloseRequest, asked: readonly AskedCharge[]): AsyncGenerator<JudgedRows> {
  yield* groupsOfCharges(request.workspace.store.db, await rulesOfClose(request), asked);
}

/** Rows that name no charge, by their ids, judged in the same way. */
export async function* judgedLooseRows(
  request: CloseRequest,
  provider: Provider,
  rowIds: readonly string[],
): AsyncGenerator<JudgedRows> {
  yield* groupsOfLooseRows(request.workspace.store.db, await rulesOfClose(request), provider, rowIds);
}

async function rulesOfClose(request: CloseRequest): Promise<AssemblyRules> {
  const { policy, fx, decisions } = await closeContext(request, { asIfOpen: false });
  return { catalogue: productCatalogue(policy.plans, policy.otherProducts), fx, decisions };
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

/** Every row of money that was left out for a reason, as a close of the month would judge them: all rows are looked at. */
export async function* rowsLeftOut(request: CloseRequest, reason: string): AsyncGenerator<StoredTransaction> {
  const { workspace, policy, month } = request;
  const span = { fromMs: monthStartMs(policy.firstMonth), beforeMs: monthStartMs(addMonths(month, 1)) };
  for await (const { rows, group } of assembledGroups(workspace.charges.db, await rulesOfClose(request), span)) {
    for (const row of rows) {
      const fate = group.fates.get(row.source);
      if (fate?.fate === 'left-out' && fate.by === reason) yield row;
    }
  }
}
