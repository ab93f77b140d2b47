import { totalmem } from 'node:os';

/**
 * What DuckDB may hold before it spills where nobody says, bytes: 750 MB, and not more than half of the machine's memory.
 * A run over 50 million jobs then stays below 1.5 GB, of which DuckDB's own count is only a part.
 */
export const OWN_MEMORY_BYTES = Math.min(750e6, Math.floor(totalmem() / 2));
