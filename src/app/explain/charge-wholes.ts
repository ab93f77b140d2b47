import type { PostedRow } from '../../core/explanation/posted-row.ts';
import type { Components } from '../../core/money/components.ts';
import { PROVIDERS, type Provider } from '../../core/revenue/provider.ts';
import { chargeHistories, type JudgeRequest } from '../close/charge-histories.ts';
import type { ExplainRequest } from './explain-request.ts';
import { judgedAsReported, type ReportedMonth } from './reported-month.ts';

/** What lines of charges come to in all, as their rows said when the month was reported: the T of R5, which no report has by component. */
export class ChargeWholes {
  readonly #judged: JudgeRequest;
  readonly #known = new Map<string, Components>();

  constructor(request: ExplainRequest, reports: ReportedMonth) {
    this.#judged = judgedAsReported(request, reports);
  }

  /** Reads the charges of some postings. */
  async read(postings: readonly PostedRow[]): Promise<void> {
    const asked = postings.flatMap(({ provider, charge, kind }) => {
      const known = PROVIDERS.find((each) => each === provider);
      return known === undefined || kind !== 'charge' ? [] : [{ provider: known, charge }];
    });
    if (asked.length === 0) return;
    for await (const { provider, id, lines } of chargeHistories(this.#judged, asked)) {
      for (const line of lines) this.#known.set(keyOf(provider, id, line.id), line.amounts);
    }
  }

  /** Null where no row tells it. */
  of({ provider, charge, line }: PostedRow): Components | null {
    return this.#known.get(keyOf(provider as Provider, charge, line)) ?? null;
  }
}

function keyOf(provider: Provider, charge: string, line: string): string {
  return `${provider}\n${charge}\n${line}`;
}
