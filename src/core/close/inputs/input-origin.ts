/** Where an input came from, as whoever fetched it wrote beside it. No figure and no digest depends on it. */
export interface InputOrigin {
  /** Name and version of what fetched it. */
  readonly tool: string;
  /** A URL without user, password, query and fragment: these may hold secrets, and are never kept. */
  readonly address: string;
  /** When it was fetched, ISO 8601, UTC. */
  readonly time: string;
}
