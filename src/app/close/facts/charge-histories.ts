import type { DecisionBook } from '../../../core/close/decision.ts';
import { monthOfInstant } from '../../../core/month/month.ts';
import type { AssemblyRules } from '../../../core/revenue/assembled.ts';
import { type ChargeHistory, monthOfEvent } from '../../../core/revenue/charge-history.ts';
import { recogniseCharge } from '../../../core/revenue/charge-postings.ts';
import { productCatalogue } from '../../../core/revenue/plan.ts';
import type { Provider, SourceLine } from '../../../core/revenue/provider.ts';
import { groupsOfCharges, groupsOfLooseRows, groupsOfProvider, type JudgedRows } from './assembled-groups.ts';
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

/** Rows that name no charge, by their ids, judged in the same way; null for all of the provider. */
export async function* judgedLooseRows(
  request: JudgeRequest,
  provider: Provider,
  rowIds: readonly string[] | null,
): AsyncGenerator<JudgedRows> {
  yield* groupsOfLooseRows(request.workspace.store.db, await rulesOfClose(request), provider, rowIds);
}

async function rulesOfClose(request: JudgeRequest): Promise<AssemblyRules> {
  const { policy, fx, decisions } = await closeContext(request, { asIfOpen: false });
  const catalogue = productCatalogue(policy.plans, policy.otherProducts);
  return { catalogue, fx, decisions: request.knownThen?.decisions ?? decisions };
}

/** What was decided about the rows that are judged. */
export async function decisionsOfJudged(request: JudgeRequest): Promise<DecisionBook> {
  return (await rulesOfClose(request)).decisions;
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

/** A row of money, or a part of one, that was left out. */
export interface RowLeftOut {
  readonly kind: string;
  /** What the row is called, else what it belongs to. */
  readonly name: string;
  readonly source: SourceLine;
}

/** What of a provider's rows was left out of a month for a reason. */
export interface AskedExclusion {
  readonly provider: Provider;
  readonly reason: string;
}

/**
 * The rows of a provider that a month left out for a reason, as a close would judge them: its charges are looked at one by
 * one. Of a reason that leaves out what an event takes back, the rows of those events.
 */
export async function* rowsLeftOut(request: JudgeRequest, asked: AskedExclusion): AsyncGenerator<RowLeftOut> {
  const { month, policy } = request;
  const rules = await rulesOfClose(request);
  for await (const { rows, group } of groupsOfProvider(request.workspace.charges.db, asked.provider, rules)) {
    for (const { kind, rowId, group: charge, source, atMs } of rows) {
      const fate = group.fates.get(source);
      if (fate?.fate === 'left-out' && fate.by === asked.reason && monthOfInstant(atMs) === month)
        yield { kind, name: rowId ?? charge, source };
    }
    if (asked.reason === 'shared-fee-rest')
      for (const { id, month: of, source } of group.sharedFees)
        if (of === month) yield { kind: 'shared fee', name: id, source };
    for (const charge of group.charges) yield* eventsLeftOut(charge, { policy, month, reason: asked.reason });
  }
}

function* eventsLeftOut(
  charge: ChargeHistory,
  { policy, month, reason }: Pick<JudgeRequest, 'policy' | 'month'> & Pick<AskedExclusion, 'reason'>,
): Generator<RowLeftOut> {
  if (charge.events.length === 0 || !(reason === 'before-first-month' || reason === 'fx-difference')) return;
  const known = charge.events.filter((event) => monthOfEvent(event) <= month).length;
  const outcome = recogniseCharge(charge, policy).afterEvents[known - 1];
  const instants = new Set(
    reason === 'before-first-month'
      ? outcome?.beforeFirstMonth.map(({ atMs }) => atMs)
      : outcome?.overReduced.flatMap(({ reduction }) => (reduction.excess === 'exchange' ? [reduction.atMs] : [])),
  );
  for (const event of charge.events)
    if (event.type === 'reduction' && instants.has(event.atMs) && monthOfInstant(event.atMs) === month)
      yield { kind: event.kind, name: `${event.sourceId} of ${charge.id}`, source: event.source };
}
