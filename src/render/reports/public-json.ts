import { monthFromText, payoutDue } from '../../core/month/month.ts';
import { readManifest } from './read-manifest.ts';

export const PUBLIC_FILE = 'public.json';

/** Of `totals` what a statement rests on, and what became of the pool. */
const TOTALS = [
  'net_revenue_usd',
  'net_revenue_by_share',
  'pool_usd',
  'carried_in_usd',
  'distributable_usd',
  'distributed_usd',
  'carried_out_usd',
  'credited_render_spark',
  'wallets',
] as const;

/**
 * public.json: what a network publishes of a month, so that workers can check their statements. It follows from
 * manifest.json alone, and holds no notes, names, policies or inputs: that stays inside. Throws when the text is no manifest.
 *
 * @param sha256 of the bytes of manifest.json
 */
export function publicJson(manifestText: string, sha256: string): string {
  const manifest = readManifest(manifestText);
  const { month, state, digest, share } = manifest.published();
  const totals = manifest.totals();
  const document = {
    month,
    state,
    digest,
    share,
    totals: Object.fromEntries(TOTALS.flatMap((name) => (name in totals ? [[name, totals[name]]] : []))),
    statements: manifest.statements(),
    payout_due: payoutDue(monthFromText(month), manifest.payoutDelayDays()),
    manifest_sha256: sha256,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
