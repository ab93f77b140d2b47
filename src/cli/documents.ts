/**
 * Every document that `--json` prints, with the version of its form. Within a version keys only come; one that goes or means
 * something else raises it (docs/stability.md).
 */
export const DOCUMENTS = {
  backup: 1,
  pack: 1,
  comparison: 1,
  decisions: 1,
  doctor: 1,
  exceptions: 1,
  explanation: 1,
  failure: 1,
  finalize: 1,
  import: 1,
  init: 1,
  journal: 1,
  'missing-files': 1,
  month: 1,
  'month-status': 1,
  owed: 1,
  payouts: 1,
  restored: 1,
  run: 1,
  'statement-check': 1,
  statements: 1,
  status: 1,
  verification: 1,
  'wallet-causes': 1,
  whatif: 1,
  withdrawn: 1,
} as const;

export type DocumentName = keyof typeof DOCUMENTS;

/** A document that says what it is. */
export function documentOf(name: DocumentName, content: object): Record<string, unknown> {
  return { schema: `revshare/${name}`, version: DOCUMENTS[name], ...content };
}
