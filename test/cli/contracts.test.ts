import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { files } from '../../scripts/schemas/files.ts';
import { documentSchema, schemaFiles } from '../../scripts/schemas/schemas.ts';
import { DOCUMENTS, type DocumentName } from '../../src/cli/documents.ts';
import { PROJECT, revshare } from '../running/program.ts';
import { FIXTURES, NOVEMBER, scratch } from '../worlds/world.ts';

const WALLET = '0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153';
const root = scratch();
const PLACES = ['--data', join(root, 'data'), '--out', join(root, 'out'), '--config', join(FIXTURES, 'revshare.yaml')];

/** What is wrong with a document, by the strict form of its schema; empty when nothing is. */
function faults(schema: z.ZodType, content: unknown): string {
  const read = schema.safeParse(content);
  return read.success ? '' : z.prettifyError(read.error);
}

/** Runs a command of the example world; what it prints is one document, of the name given. */
async function printed(name: DocumentName, args: readonly string[]): Promise<void> {
  const { stdout } = await revshare([...args, ...PLACES, '--as-of', NOVEMBER, '--json']);
  const document = JSON.parse(stdout) as { schema: string; version: number };
  expect([document.schema, document.version]).toEqual([`revshare/${name}`, DOCUMENTS[name]]);
  expect(faults(documentSchema(name), document)).toBe('');
}

describe('documents of --json', () => {
  beforeAll(() => printed('import', ['import', FIXTURES]));

  it.each<[DocumentName, string[]]>([
    ['month', ['reconcile', '2026-10', '--explain-gap']],
    ['status', ['status']],
    ['month-status', ['status', '2026-10']],
    ['missing-files', ['status', '--missing']],
    ['exceptions', ['exceptions', '2026-10']],
    ['finalize', ['finalize', '2026-10', '--accept', '0123456789abcdef']],
    ['comparison', ['flux', '2026-10']],
    ['wallet-causes', ['flux', '2026-10', '--wallet', WALLET]],
    ['whatif', ['whatif', '2026-10', '--refunds', 'proportional']],
    ['explanation', ['explain', 'payouts.csv:2', '--month', '2026-10']],
    ['payouts', ['payouts', '2026-10']],
    ['payouts', ['payouts', '2026-10', '--status']],
    ['owed', ['owed']],
    ['doctor', ['doctor']],
    ['verification', ['verify', '--all']],
    ['backup', ['backup', join(root, 'backup')]],
    ['run', ['run', '--month', '2026-10']],
    ['pack', ['pack']],
  ])('%s: %s', (name, args) => printed(name, args));

  it.each([
    ['an unknown command', ['recnocile', '2026-10']],
    ['a missing argument', ['reconcile']],
    ['an unknown option', ['status', '--unknown']],
    ['a month that is none', ['status', '2026-13']],
    ['a file that is not there', ['import', join(root, 'nowhere')]],
  ])('failure: %s, with exit code 2', async (_what, args) => {
    const { code, stdout } = await revshare([...args, '--json', ...PLACES]);
    expect(code).toBe(2);
    expect(faults(documentSchema('failure'), JSON.parse(stdout))).toBe('');
  });

  it('are printed in one place, which says what each is', () => {
    const cli = join(PROJECT, 'src', 'cli');
    const printing = readdirSync(cli, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && readFileSync(join(cli, name), 'utf8').includes('JSON.stringify'),
    );
    expect(printing).toEqual(['console.ts']);
  });

  it('are told of a wrong command line without --json on stderr alone', async () => {
    expect(await revshare(['reconcile'])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('files that are read outside', () => {
  it.each(['manifest', 'public'] as const)('%s.json of the example', (name) => {
    const written = readFileSync(join(PROJECT, 'reports', 'example', `${name}.json`), 'utf8');
    expect(faults(files[name], JSON.parse(written))).toBe('');
  });

  it('the record of a statement', async () => {
    const { stdout } = await revshare(['statement', WALLET, '--month', '2026-10', ...PLACES, '--json']);
    expect(faults(files.statement, JSON.parse(stdout))).toBe('');
  });
});

describe('schemas/', () => {
  it('are what the code says (npm run docs writes them)', () => {
    for (const [name, text] of schemaFiles()) expect(readFileSync(join(PROJECT, 'schemas', name), 'utf8')).toBe(text);
  });

  it('take the configurations that init and the example have, as an editor reads them', async () => {
    const { stdout } = await revshare(['init', root, '--json']);
    const document = JSON.parse(stdout) as { path: string };
    expect(faults(documentSchema('init'), document)).toBe('');
    const written = readFileSync(document.path, 'utf8');
    const [, named = ''] = /^# yaml-language-server: \$schema=(.+)$/m.exec(written) ?? [];
    const schema = z.fromJSONSchema(JSON.parse(readFileSync(join(root, named), 'utf8')));
    for (const text of [written, readFileSync(join(FIXTURES, 'revshare.yaml'), 'utf8')]) {
      expect(faults(schema, parse(text))).toBe('');
      expect(faults(schema, { ...parse(text), poool: {} })).toContain('poool');
    }
  });
});
