/** What is another in the configuration than in the policy of the last final month, without a date under `changes`. */
export interface ChangesSinceFinal {
  /** Each with its key, the old and the new value. */
  readonly undated: readonly string[];
  /** Why the last final month's policy cannot be read; null when it can. */
  readonly unknown: string | null;
}

/** Of books without a final month, and of a policy that was read from a final month's record. */
export const NOTHING_CHANGED: ChangesSinceFinal = { undated: [], unknown: null };
