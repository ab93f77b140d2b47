import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT, revshare } from '../running/program.ts';

const EXAMPLE = join(PROJECT, 'reports', 'example');

describe('reports/example', () => {
  it('is what the program writes for October of the fixtures (UPDATE_EXAMPLE=1 writes it anew, to be read before it is committed)', async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'revshare-example-'));
    try {
      const out = join(scratch, 'out');
      const args = ['reconcile', '2026-10', '--inputs', 'fixtures/inputs', '--as-of', '2026-11-20T00:00:00Z'];
      const run = await revshare([...args, '--out', out, '--data', join(scratch, 'data')], { cwd: PROJECT });
      expect(run.code).toBe(1);
      const written = join(out, '2026-10', 'review');
      if (process.env.UPDATE_EXAMPLE === '1') {
        rmSync(EXAMPLE, { recursive: true, force: true });
        cpSync(written, EXAMPLE, { recursive: true });
      }
      expect(readdirSync(EXAMPLE).sort()).toEqual(readdirSync(written).sort());
      for (const name of readdirSync(written)) {
        expect(readFileSync(join(EXAMPLE, name), 'utf8'), name).toBe(readFileSync(join(written, name), 'utf8'));
      }
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  });
});
