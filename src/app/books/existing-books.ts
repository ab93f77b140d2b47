import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput, problem } from '../../problems/problem.ts';
import { serverOf } from '../../store/books-place.ts';
import { type Places, type Workspace, withWorkspace } from './workspace.ts';

/**
 * Opens books that are there, for a task that only reads and must not begin any.
 *
 * @throws InvalidInput nothing-to-explain
 */
export async function withExistingBooks<Result>(
  places: Places,
  task: (workspace: Workspace) => Promise<Result>,
): Promise<Result> {
  if (serverOf(places) === null && !existsSync(join(places.data, 'revshare.sqlite'))) {
    const remedy = 'Name their directory with --data, or begin with `revshare reconcile MONTH --inputs DIR`.';
    throw new InvalidInput([problem('nothing-to-explain', { file: places.data }, 'there are no books here', remedy)]);
  }
  return withWorkspace(places, task);
}
