import type { PostedRow } from '../../../core/explanation/charges/posted-row.ts';
import type { WholePosting } from '../../../core/explanation/charges/posting-node.ts';
import { type Components, NOTHING } from '../../../core/money/components.ts';
import { citedInput, citedPlace } from '../../../core/revenue/cited-input.ts';
import { PROVIDERS, type Provider } from '../../../core/revenue/provider.ts';
import { activeSmallRows } from '../../../store/inputs/small-rows.ts';
import { chargeHistories, type JudgeRequest, judgedLooseRows } from '../../close/facts/charge-histories.ts';
import type { ExplainRequest } from './explain-request.ts';
import { judgedAsReported, type ReportedMonth } from './reported-month.ts';

/**
 * What postings are parts of, as the rows said when the month was reported: the line of a charge and a cost in all (the T of
 * R5), which no report has by component, and a stand-alone fee as its row has it, with the part of it that counts (R9).
 */
export class PostingWholes {
  readonly #request: ExplainRequest;
  readonly #reports: ReportedMonth;
  readonly #judged: JudgeRequest;
  readonly #lines = new Map<string, Components>();
  /** By file and line: a report cites a file by the beginning of its hash. */
  readonly #rows = new Map<string, Components>();

  constructor(request: ExplainRequest, reports: ReportedMonth) {
    this.#request = request;
    this.#reports = reports;
    this.#judged = judgedAsReported(request, reports);
  }

  /** Reads what some postings are parts of. */
  async read(postings: readonly PostedRow[]): Promise<void> {
    await this.#readCharges(postings.filter(({ kind }) => kind === 'charge'));
    const costs = postings.filter(({ kind }) => kind === 'cost');
    if (costs.some(({ provider }) => provider === 'costs')) await this.#readCosts();
    for (const provider of PROVIDERS) await this.#readFees(provider, costs);
  }

  /** Null where no row tells it. */
  of({ provider, charge, line, kind, source }: PostedRow): WholePosting | null {
    const known =
      kind === 'cost' ? this.#rows.get(placeOf(source)) : this.#lines.get(keyOf(provider as Provider, charge, line));
    if (known === undefined) return null;
    const share = this.#reports.manifest.feeShares.find((each) => kind === 'cost' && each.provider === provider);
    return { amounts: known, share: share ?? null };
  }

  async #readCharges(postings: readonly PostedRow[]): Promise<void> {
    const asked = postings.flatMap(({ provider, charge }) => {
      const known = PROVIDERS.find((each) => each === provider);
      return known === undefined ? [] : [{ provider: known, charge }];
    });
    if (asked.length === 0) return;
    for await (const { provider, id, lines } of chargeHistories(this.#judged, asked)) {
      for (const line of lines) this.#lines.set(keyOf(provider, id, line.id), line.amounts);
    }
  }

  /** Of a file that another has replaced since, nothing is known. */
  async #readCosts(): Promise<void> {
    for (const { row, source } of await activeSmallRows(this.#request.workspace.store.db, 'costs'))
      this.#rows.set(placeOf(source), { ...NOTHING, fee: row.amount });
  }

  /** Not every provider's rows have ids: where one is not found by its own, all that name no charge are looked at. */
  async #readFees(provider: Provider, costs: readonly PostedRow[]): Promise<void> {
    const own = costs.filter((each) => each.provider === provider);
    const ids = own.map(({ charge }) => charge);
    for (const asked of [ids, null]) {
      if (own.every(({ source }) => this.#rows.has(placeOf(source)))) return;
      for await (const { group } of judgedLooseRows(this.#judged, provider, asked))
        for (const { cost, source } of group.sharedFees) this.#rows.set(placeOf(source), { ...NOTHING, fee: cost });
    }
  }
}

function keyOf(provider: Provider, charge: string, line: string): string {
  return `${provider}\n${charge}\n${line}`;
}

function placeOf({ input, line }: PostedRow['source']): string {
  return citedPlace(citedInput(input), line);
}
