import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { files } from '../../scripts/schemas/files.ts';
import { documentSchema } from '../../scripts/schemas/schemas.ts';
import { DOCUMENTS, type DocumentName } from '../../src/cli/documents.ts';
import { command, decisionsCsv, KILN, smallWorld, writeStripe } from '../worlds/close-world.ts';
import type { World } from '../worlds/world.ts';

/* Documents of a month that is closed, paid and restored, by the strict form of their schemas; others are in contracts.test.ts. */

let world: World;

function faults(schema: z.ZodType, content: unknown): string {
  const read = schema.safeParse(content);
  return read.success ? '' : z.prettifyError(read.error);
}

/** Runs a command; what it prints is one document, of the name given. */
async function printed(name: DocumentName, ...args: string[]): Promise<Record<string, unknown>> {
  const { stdout, stderr } = await command(world, [...args, '--json']);
  const document = JSON.parse(stdout) as Record<string, unknown>;
  expect([document.schema, document.version], stderr).toEqual([`revshare/${name}`, DOCUMENTS[name]]);
  expect(faults(documentSchema(name), document), stdout).toBe('');
  return document;
}

function payouts(...args: string[]): Promise<Record<string, unknown>> {
  return printed('payouts', 'payouts', '2026-08', ...args);
}

beforeAll(() => {
  world = smallWorld();
  // The refund is of a charge that no file has: a person decides it.
  writeStripe(world, 'a', [
    { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '200.00', until: '2026-09-03' },
    { kind: 'refund', id: 'orphan', charge: 'ch_gone', day: '2026-08-20', amount: '3.00' },
  ]);
  const payer = 'payer: { name: Render Network, contact: pay@example.org }';
  const rules = `payouts: { default_method: usdc, minimum_usd: { usdc: 1.00 }, ${payer} }
changes: [{ from: 2026-09, pool: { share: 0.55 } }, { from: 2026-10, plan: { id: unlimited, term: monthly, list_price_usd: 22.00 } }]
`;
  world.write('revshare.yaml', `${world.read('revshare.yaml')}${rules}`);
});

describe('documents of a month on its way', () => {
  it('import, exceptions decided and withdrawn, finalize twice, manifest and public.json', async () => {
    await printed('import', 'import', world.inputs);
    await printed('month', 'reconcile', '2026-08', '--inputs', world.inputs);
    const { exceptions } = await printed('exceptions', 'exceptions', '2026-08');
    const [{ code, subject }] = exceptions as [{ code: string; subject: string }];
    const file = join(world.root, 'decisions.csv');
    const decide = async (decision: string): Promise<void> => {
      writeFileSync(file, decisionsCsv([{ code, subject, decision, note: 'seen' }]));
      await printed('decisions', 'exceptions', '2026-08', '--apply', file, '--by', 'ann');
    };
    await decide('accept');
    await printed('withdrawn', 'exceptions', '2026-08', '--withdraw', code, subject);
    await decide('accept');
    const { digest } = await printed('month', 'reconcile', '2026-08');
    const close = ['finalize', '2026-08', '--accept', String(digest)];
    expect([(await printed('finalize', ...close)).done, (await printed('finalize', ...close)).done]).toEqual([
      'final',
      'already-final',
    ]);
    expect(await printed('withdrawn', 'exceptions', '2026-08', '--withdraw', code, subject)).toHaveProperty('refused');
    for (const name of ['manifest', 'public'] as const) {
      const written = JSON.parse(readFileSync(join(world.out, '2026-08', 'final', `${name}.json`), 'utf8'));
      expect(faults(files[name], written)).toBe('');
    }
    await printed('run', 'run', '--inputs', world.inputs, '--month', '2026-08');
    await printed('month-status', 'status', '2026-08');
  });

  it('payouts: adjusted, prepared, cancelled, released, recorded, reversed, refused and voided', async () => {
    await payouts('--adjust', KILN, '--amount', '1.50', '--reason', 'a bonus', '--by', 'ann');
    const { digest, batch } = (await payouts()) as { digest: string; batch: string };
    await payouts('--preview');
    await payouts('--release', digest, '--by', 'ben');
    await payouts('--cancel', digest, '--reason', 'a mistake', '--by', 'ben');
    const again = (await payouts()) as { digest: string };
    await payouts('--release', again.digest, '--by', 'ben');
    await payouts('--status');
    const receipts = join(world.root, 'receipts.csv');
    writeFileSync(receipts, `wallet,amount,asset,reference,sent_at\n${KILN},1,USDC,T-1,2027-02-09T00:00:00Z\n`);
    expect(await payouts('--record', receipts, '--allow-partial', '--allow-short', '--by', 'ann')).toHaveProperty(
      'recorded',
      1,
    );
    const back = () => payouts('--reverse', 'T-1', '--reason', 'never arrived', '--by', 'ann');
    await back();
    // The same file again: what a person took back comes in once more, and says so.
    const { taken_back_before: once } = await payouts(
      '--record',
      receipts,
      '--allow-partial',
      '--allow-short',
      '--by',
      'ann',
    );
    expect(once).toEqual([expect.stringMatching(/^T-1 to 0x.* was taken back at .* by ann: never arrived$/)]);
    await back();
    expect(await payouts('--release', 'f'.repeat(64), '--by', 'ben')).toHaveProperty('done', 'refused');
    expect(await payouts('--void', batch, '--reason', 'all of it', '--by', 'ann')).toHaveProperty('batch');
    await printed('owed', 'owed');
  });

  it('statements, and what checks them', async () => {
    const { directory } = await printed('statements', 'statement', '--all', '--month', '2026-08');
    expect(directory).toContain('statements');
    const { stdout } = await command(world, ['statement', KILN, '--month', '2026-08', '--jobs', '--json']);
    expect(faults(files.statement, JSON.parse(stdout)), stdout).toBe('');
    const file = join(world.root, 'statement.json');
    writeFileSync(file, stdout);
    const published = join(world.out, '2026-08', 'final', 'public.json');
    expect(await printed('statement-check', 'verify-statement', file, '--manifest', published)).toHaveProperty(
      'holds',
      true,
    );
  });

  it('books that are verified, backed up and restored, reports that are written again', async () => {
    await printed('backup', 'backup', join(world.root, 'backup'));
    rmSync(join(world.out, '2026-08', 'final', 'pool.csv'));
    await printed('verification', 'verify', '2026-08', '--restore');
    world = { ...world, data: join(world.root, 'again') };
    await printed('restored', 'restore', join(world.root, 'backup'));
  });
});
