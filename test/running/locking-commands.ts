/** Commands that write, with arguments that are good enough to ask for the lock. */
export const LOCKING_COMMANDS: readonly (readonly [string, readonly string[]])[] = [
  ['import', ['import', '.']],
  ['reconcile', ['reconcile', '2026-08']],
  ['finalize', ['finalize', '2026-08', '--accept', '0123456789abcdef']],
  ['run', ['run']],
  ['exceptions --apply', ['exceptions', '2026-08', '--apply', 'none.csv']],
];
