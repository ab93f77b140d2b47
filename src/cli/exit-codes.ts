/** Exit codes (docs/commands.md). */
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

/** What each means, as help and docs/commands.md say it. */
export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: 'done, books agree',
  1: 'done, findings need a person',
  2: 'did not run: usage, configuration, unreadable or invalid input; nothing was changed',
  3: 'unexpected failure; nothing half-written',
  4: 'another run holds the lock',
  130: 'interrupted',
};

/** Takes the exit code of a command. */
export type End = (code: ExitCode) => void;
