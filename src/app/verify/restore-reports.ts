import { join } from 'node:path';
import { checkWritableFile } from '../../files/named-places.ts';
import type { Verification } from '../../render/books/verify-text.ts';
import { LOCK_DATABASE, type LockHolder, lockDataDirectory } from '../../store/database/lock.ts';
import { refuseNoTraceBeside } from './refuse-no-trace.ts';
import { type VerifyRequest, verifyBooks } from './verify-books.ts';

/**
 * R16: verifies final months, and writes those again whose reports are lost or damaged: the month that was asked for, or
 * every one. Only reports are written; what else differs is found and left as it is. Null when the month is not final.
 *
 * @throws DataDirectoryLocked, and as `verifyBooks`
 * @throws InvalidInput unreadable-path where this user may not write the data directory: the lock is in it
 */
export async function restoreReports(request: VerifyRequest, holder: LockHolder): Promise<Verification | null> {
  refuseNoTraceBeside(request);
  checkWritableFile(join(request.data, LOCK_DATABASE));
  const lock = lockDataDirectory(request.data, holder);
  process.once('exit', lock.release);
  try {
    return await verifyBooks({ ...request, restores: true });
  } finally {
    process.off('exit', lock.release);
    lock.release();
  }
}
