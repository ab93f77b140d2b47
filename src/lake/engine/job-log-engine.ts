import { type Lake, type LakeLimits, openLake } from './duckdb.ts';

/** One DuckDB on which job logs are read side by side: they share its threads and its memory. */
export interface JobLogEngine {
  /** A session of its own; the first one starts the engine. */
  session(): Promise<Lake>;
  /** Ends it, after all of its sessions. */
  close(): Promise<void>;
}

/** An engine that starts when the first job log has to be read. */
export function jobLogEngine(limits: LakeLimits): JobLogEngine {
  let started: Promise<Lake> | null = null;
  return {
    session: async () => {
      started ??= openLake(limits);
      return (await started).another();
    },
    close: async () => {
      // Why it could not start was told to whoever asked for a session.
      const lake = await started?.catch(() => null);
      lake?.close();
      started = null;
    },
  };
}
