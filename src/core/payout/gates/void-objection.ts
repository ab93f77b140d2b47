import { formatMonth, type Month } from '../../month/month.ts';
import type { KeptBatch } from '../ledger/kept-payouts.ts';
import { openLines } from '../preparation/open-part.ts';

/** The batch that a person means to void, or why it is none. */
export type NamedBatch = { readonly batch: KeptBatch } | { readonly objection: string };

/**
 * R17: the batch of a month whose id begins as a person says. Refused is what names none, or several, and a batch that stands and is paid:
 * of it nothing is to be voided. One that is voided already is found again.
 */
export function batchToVoid(batches: readonly KeptBatch[], month: Month, id: string): NamedBatch {
  const own = batches.filter(({ batch }) => batch.month === month);
  const [batch, ...others] = own.filter((each) => each.batch.id.startsWith(id));
  if (batch === undefined || others.length > 0) {
    const standing = own.find(({ voided }) => !voided);
    const which = standing === undefined ? 'has no standing batch' : `has the batch ${standing.batch.id}`;
    return { objection: `${id} names no batch of ${formatMonth(month)}: it ${which}` };
  }
  if (batch.voided || openLines(batch).length > 0) return { batch };
  return { objection: `all of the batch ${batch.batch.id} is paid: --reverse REFERENCE takes a wrong receipt back` };
}

/** What a claim contract is to hold once a batch is voided. */
export interface RootWithout {
  readonly contract: string;
  readonly chainId: string;
  readonly root: string;
}

/**
 * R17: what keeps a released batch from being voided: a claim contract pays what is open of it to whoever claims it, until a root without it
 * is published. A sentence for each contract, then the command that voids once all have theirs; nothing when all have.
 *
 * @param published the roots that claim contracts have now, lower case
 */
export function unpublishedRoots(
  { month, id, published }: { readonly month: Month; readonly id: string; readonly published: readonly string[] },
  roots: readonly RootWithout[],
): string[] {
  const missing = roots.filter(({ root }) => !published.includes(root));
  if (missing.length === 0) return [];
  // Those that are published already are asked for again: the command holds for all of them.
  const all = [...new Set(roots.map(({ root }) => root))].join(' ');
  const command = `revshare payouts ${formatMonth(month)} --void ${id} --published ${all} --reason "the reason"`;
  return [
    ...missing.map(
      ({ root, contract, chainId }) =>
        `the claim contract ${contract} on chain ${chainId} pays what is open of the batch to whoever claims it: record the ` +
        `claims, and set its root to ${root}`,
    ),
    `then run ${command}`,
  ];
}
