import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT, revshare } from '../running/program.ts';

describe('README.md', () => {
  it('shows what its first command prints', async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'revshare-readme-'));
    try {
      const args = ['reconcile', '2026-10', '--inputs', 'fixtures/inputs', '--as-of', '2026-11-20T00:00:00Z'];
      const env = { REVSHARE_OUT: join(scratch, 'reports'), REVSHARE_DATA: join(scratch, 'data') };
      const { stdout } = await revshare(args, { cwd: PROJECT, env });
      const shown = stdout.replace(`${scratch}/`, '').trimEnd();
      expect(readFileSync(join(PROJECT, 'README.md'), 'utf8')).toContain(`\`\`\`\n${shown}\n\`\`\``);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  });
});
