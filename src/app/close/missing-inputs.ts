import { inOrder, type MissingFile, missingFiles } from '../../core/close/inputs/missing-files.ts';
import { firstOpenMonth } from '../../core/close/prior-periods/closed-books.ts';
import { monthOfInstant, monthsFrom } from '../../core/month/month.ts';
import { computeMonth, NO_LISTENER } from './computed-month.ts';
import { readClosedBooks } from './facts/closed-books.ts';
import { gateInput } from './month-gates.ts';
import type { MonthStatusRequest } from './status.ts';

/** Every file of a store that the gates of the open months wait for, up to the month of `asOfMs`. Writes nothing. */
export async function missingInputs(request: Omit<MonthStatusRequest, 'month'>): Promise<MissingFile[]> {
  const { workspace, policy, asOfMs } = request;
  const first = firstOpenMonth(await readClosedBooks(workspace.store.db), policy.firstMonth);
  const found: MissingFile[] = [];
  for (const month of monthsFrom(first, monthOfInstant(asOfMs))) {
    const computed = await computeMonth({ ...request, month }, NO_LISTENER);
    found.push(...missingFiles(await gateInput(computed, asOfMs)));
  }
  return inOrder(found);
}
