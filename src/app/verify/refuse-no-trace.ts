import { type BooksPlace, hasTrace, refuseForgottenServer, refuseNoTrace } from '../../store/database/books-place.ts';
import { refuseReportsAlone } from '../books/records/known-reports.ts';

/**
 * Refuses to verify books of which nothing is left (R16).
 *
 * @throws InvalidInput unknown-reports where their reports are there, else no-books, and what refuseNoTrace does
 */
export function refuseNoTraceBeside(place: BooksPlace & { readonly out: string }): void {
  refuseForgottenServer(place);
  if (!hasTrace(place)) refuseReportsAlone(place.data, place.out);
  refuseNoTrace(place);
}
