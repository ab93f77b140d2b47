import type { Policy } from '../../../config/policy.ts';
import { DecisionBook } from '../../../core/close/decision.ts';
import type { LedgerCover } from '../../../core/close/inputs/ledger-cover.ts';
import { type ClosedBooks, NOTHING_CLOSED } from '../../../core/close/prior-periods/closed-books.ts';
import type { Hypothesis } from '../../../core/comparison/hypothesis.ts';
import type { Month } from '../../../core/month/month.ts';
import type { FxTable } from '../../../core/revenue/fx-table.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { listDecisions } from '../../../store/months/decisions.ts';
import type { Progress } from '../../books/directory/progress.ts';
import type { Workspace } from '../../books/opening/workspace.ts';
import { readClosedBooks } from './closed-books.ts';
import { frozenRates } from './frozen-rates.ts';
import { ledgerCovers } from './ledger-covers.ts';
import { readSmallFacts, type SmallFacts } from './small-facts.ts';

/** A month to compute: of which books, by which policy, and who is told how far it is. */
export interface CloseRequest {
  readonly workspace: Workspace;
  readonly policy: Policy;
  readonly month: Month;
  readonly progress: Progress;
}

/** How a month is computed. */
export interface CloseOptions {
  /** As if no month were final: nothing is compared with what final months posted, and nothing is carried from them. */
  readonly asIfOpen: boolean;
  /** What is supposed to be otherwise than the data say; nothing without it. */
  readonly hypothesis?: Hypothesis | undefined;
}

/** Everything that a close looks at beside rows of money and jobs, read once. */
export interface CloseContext extends CloseRequest, CloseOptions {
  /** The books; in `finalize` its transaction. */
  readonly db: Database;
  /** What final months leave to this one. */
  readonly books: ClosedBooks;
  readonly facts: SmallFacts;
  /** Those about the month and earlier ones. */
  readonly decisions: DecisionBook;
  /** The rates in force, and for earlier dates those that final months froze (R3). */
  readonly fx: FxTable;
  /** What each Stripe ledger in force vouches for, by the import's id. */
  readonly ledgerCovers: ReadonlyMap<number, LedgerCover>;
}

/** Reads what a month is computed from. */
export async function closeContext(
  request: CloseRequest,
  { asIfOpen, hypothesis }: CloseOptions,
): Promise<CloseContext> {
  const { db } = request.workspace.store;
  const facts = await readSmallFacts(db);
  return {
    ...request,
    asIfOpen,
    hypothesis,
    db,
    books: asIfOpen ? NOTHING_CLOSED : await readClosedBooks(db),
    facts,
    decisions: new DecisionBook(await listDecisions(db)).upTo(request.month),
    fx: await frozenRates(db, facts.fx),
    ledgerCovers: await ledgerCovers(db),
  };
}
