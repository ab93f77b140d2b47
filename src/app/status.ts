import type { Status } from '../render/status.ts';
import { listImports } from '../store/imports.ts';
import type { Database } from '../store/open-store.ts';

/** What the data directory holds. */
export async function statusOf(db: Database): Promise<Status> {
  return { imports: await listImports(db) };
}
