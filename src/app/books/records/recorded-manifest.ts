import type { Policy, WrittenPolicy } from '../../../config/policy.ts';
import { readConfig } from '../../../config/read-config.ts';
import { configOf } from '../../../config/written-policy.ts';
import type { ChainHead } from '../../../core/payout/ledger/act-chain.ts';
import type { Manifest, SaidByManifest } from '../../../render/reports/manifest-json.ts';
import { type ReadManifest, readManifest } from '../../../render/reports/read-manifest.ts';

/** What a final month's manifest.json says, as far as the month can be recomputed from it. */
export interface RecordedManifest extends Pick<Manifest, 'version' | 'digest' | 'files'> {
  readonly previousManifest: string | null;
  readonly early: boolean;
  readonly says: SaidByManifest;
  /** How far the acts about payouts had come. */
  readonly acts: ChainHead | null;
  readonly policy: Policy;
  readonly decisions: ReturnType<ReadManifest['decisions']>;
  readonly inputs: ReturnType<ReadManifest['inputs']>;
}

/** Reads a manifest. Throws when it is none. */
export function readRecordedManifest(text: string): RecordedManifest {
  const manifest = readManifest(text);
  const [written, journal] = [manifest.policy(), manifest.journal()];
  const look = manifest.look();
  const config = withLook(configOf(written, manifest.policyOverTime()), look);
  return {
    version: manifest.version(),
    digest: manifest.digest(),
    previousManifest: manifest.previousManifest(),
    early: manifest.early(),
    says: manifest.says(),
    acts: manifest.acts(),
    // JSON is YAML, and the policy's scalars are texts. It stays as it was written: newer defaults are no part of it.
    policy: {
      ...readConfig(JSON.stringify({ ...config, ...(journal === null ? {} : { journal }) }), 'manifest.json'),
      written,
      ...(look === null ? {} : { writtenLook: { ...look } }),
    },
    decisions: manifest.decisions(),
    inputs: manifest.inputs(),
    files: manifest.files(),
  };
}

/** A configuration with the look of a manifest: what its version did not look for is not looked for. */
function withLook(config: WrittenPolicy, look: ReturnType<ReadManifest['look']>): WrittenPolicy {
  const notLookedFor = { unpaid_jobs: '0' };
  if (look === null) return { ...config, signals: notLookedFor };
  const { categories, signals } = look;
  const thresholds = { ...notLookedFor, ...(signals as WrittenPolicy) };
  return { ...config, usage: { ...(config.usage as WrittenPolicy), categories }, signals: thresholds };
}

/**
 * The policy of a manifest with the defaults of today for what its version did not know, as it is compared with a
 * configuration. Throws when it is none.
 */
export function recordedPolicy(text: string): Policy {
  const manifest = readManifest(text);
  return readConfig(JSON.stringify(configOf(manifest.policy(), manifest.policyOverTime())), 'manifest.json');
}
