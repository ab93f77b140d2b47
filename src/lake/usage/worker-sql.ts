const NETWORK = 'lower(worker_type)';

/**
 * The worker that a row of jobs names, as SQL: never NULL, and empty where the row does not say. Only the fast network tells
 * its workers apart, by NFT.
 */
export const WORKER = {
  network: `coalesce(${NETWORK}, '')`,
  nft: `CASE WHEN ${NETWORK} = 'fast' THEN coalesce(worker_nft_id, '') ELSE '' END`,
};
