import { OutOfRoom } from '../../problems/out-of-room.ts';

/** What DuckDB says when it may not or cannot spill further: its own limit is nine tenths of what the disk has free. */
const SPILL_REFUSED = /failed to offload data block|max_temp_directory_size/;
const DISK_FULL = /No space left on device|Disk quota exceeded/;
/** Names of its spilled files. */
const SPILLED = /duckdb_temp/;
const NO_MEMORY = /^Out of Memory Error/;

/** An error of DuckDB, told apart: room to work in is the machine's matter. Anything else comes back as it is. */
export function toldApart(error: unknown, tempDir: string): unknown {
  const message = error instanceof Error ? error.message : String(error);
  const isSpill = SPILL_REFUSED.test(message) || (DISK_FULL.test(message) && SPILLED.test(message));
  if (isSpill) return new OutOfRoom('spill-disk-full', tempDir, { cause: error });
  if (NO_MEMORY.test(message)) return new OutOfRoom('memory-too-small', tempDir, { cause: error });
  return error;
}
