/** What is another in the configuration than in the policy of the last final month, without a date under `changes`. */
export interface ChangesSinceFinal {
  /** Each with its key, the old and the new value. */
  readonly undated: readonly string[];
  /** Null when the last final month's policy can be read. */
  readonly unknown: UnknownPolicy | null;
}

/** A final month's policy that cannot be read, so that the configuration is compared with nothing. */
export interface UnknownPolicy {
  readonly why: string;
  /** All that the configuration says for the month instead, each with its key: who calls it right means these rules, and no later ones. */
  readonly rules: readonly string[];
}

/** Of books without a final month, and of a policy that was read from a final month's record. */
export const NOTHING_CHANGED: ChangesSinceFinal = { undated: [], unknown: null };
