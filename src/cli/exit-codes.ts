/** Exit codes (see README.md). */
export const EXIT = {
  done: 0,
  /** Done, and findings need a person. */
  findings: 1,
  /** Did not run: usage, configuration, unreadable or invalid input; nothing was changed. */
  didNotRun: 2,
  /** An unexpected failure; nothing is half-written. */
  failed: 3,
  /** Another run holds the lock. */
  locked: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Takes the exit code of a command. */
export type End = (code: ExitCode) => void;
