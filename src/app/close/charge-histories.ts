import type { DecisionBook } from '../../core/close/decision.ts';
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

/** What a final month knew when it was closed: rows of other inputs and later decisions are no part of what it posted. */
export interface KnownThen {
  readonly decisions: DecisionBook;
  /** SHA-256 of the inputs. */
  readonly inputs: ReadonlySet<string>;
}

/** A month whose charges are judged: as now known, or as it was closed. */
export interface JudgeRequest extends CloseRequest {
  readonly knownThen?: KnownThen | undefined;
}

/** The rows of some charges, judged as a close of the month would judge them now. Neighbours may come with them. */
export async function* judgedCharges(request: JudgeRequest, asked: readonly AskedCharge[]): AsyncGenerator<JudgedRows> {
  const inputs = request.knownThen?.inputs;
  yield* groupsOfCharges(request.workspace.store.db, await rulesOfClose(request), asked, inputs);
}

/** Rows that name no charge, by their ids, judged in the same way. */
export async function* judgedLooseRows(
  request: JudgeRequest,
  provider: Provider,
  rowIds: readonly string[],
): AsyncGenerator<JudgedRows> {
  yield* groupsOfLooseRows(request.workspace.store.db, await rulesOfClose(request), provider, rowIds);
}

async function rulesOfClose(request: JudgeRequest): Promise<AssemblyRules> {
  const { policy, fx, decisions } = await closeContext(request, { asIfOpen: false });
  const catalogue = productCatalogue(policy.plans, policy.otherProducts);
  return { catalogue, fx, decisions: request.knownThen?.decisions ?? decisions };
}

/** The histories of some charges. */
export async function* chargeHistories(
  request: JudgeRequest,
  asked: readonly AskedCharge[],
): AsyncGenerator<ChargeHistory> {
  const wanted = new Set(asked.map(({ provider, charge }) => `${provider}\n${charge}`));
  for await (const { group } of judgedCharges(request, asked)) {
    for (const charge of group.charges) if (wanted.has(`${charge.provider}\n${charge.id}`)) yield charge;
  }
}

/** Every row of money that was left out for a reason, as a close of the month would judge them: all rows are looked at. */
export async function* rowsLeftOut(request: JudgeRequest, reason: string): AsyncGenerator<StoredTransaction> {
  const { workspace, policy, month } = request;
  const span = { fromMs: monthStartMs(policy.firstMonth), beforeMs: monthStartMs(addMonths(month, 1)) };
  for await (const { rows, group } of assembledGroups(workspace.charges.db, await rulesOfClose(request), span)) {
    for (const row of rows) {
      const fate = group.fates.get(row.source);
      if (fate?.fate === 'left-out' && fate.by === reason) yield row;
    }
  }
}
