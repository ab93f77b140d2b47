/**
 * The worker that a row of jobs names, as SQL of either engine: never NULL, and empty where the row does not say. Only
 * the fast network tells its workers apart, by NFT.
 *
 * @param workerType worker_type without letter case
 */
export function workerSql(workerType: string): { readonly network: string; readonly nft: string } {
  return {
    network: `coalesce(${workerType}, '')`,
    nft: `CASE WHEN ${workerType} = 'fast' THEN coalesce(worker_nft_id, '') ELSE '' END`,
  };
}

/** The embedded engine's. */
export const WORKER_TYPE = 'lower(worker_type)';
export const WORKER = workerSql(WORKER_TYPE);
