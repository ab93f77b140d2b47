import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecordedManifest } from './recorded-manifest.ts';

const EXAMPLE = readFileSync(
  join(import.meta.dirname, '..', '..', '..', 'reports', 'example', 'manifest.json'),
  'utf8',
);

/** The manifest as a version would have written it that did not know a threshold yet. */
function without(threshold: string): string {
  const { look, ...rest } = JSON.parse(EXAMPLE) as { look: { signals: Record<string, string> } };
  const { [threshold]: _unknown, ...signals } = look.signals;
  return complete({ ...rest, look: { ...look, signals } });
}

/** With what the example leaves out, because it is another with every version. */
function complete(manifest: object): string {
  return JSON.stringify({
    previous_manifest_sha256: null,
    early: false,
    decisions: [],
    inputs: [],
    files: [],
    ...manifest,
  });
}

describe('the look of a manifest', () => {
  it('stays as it was written: a threshold of today is no part of it, so that verify gets the same bytes', () => {
    const { policy } = readRecordedManifest(without('unpaid_jobs'));
    expect(Object.keys(policy.writtenLook.signals as object)).not.toContain('unpaid_jobs');
    expect(policy.look.thresholds.unpaidJobs).toBe(0);
  });

  it('is all that it was', () => {
    const { look } = JSON.parse(EXAMPLE) as { look: unknown };
    expect(readRecordedManifest(complete(JSON.parse(EXAMPLE))).policy.writtenLook).toEqual(look);
  });
});
