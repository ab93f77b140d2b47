import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { EXTRA_FILES } from './extra-files.ts';
import { parquetOf } from './parquet-of.ts';
import type { WorldFile } from './world-file.ts';
import { onlyMember } from './zip-member.ts';
import { zipOf } from './zip-of.ts';

/** A world whose files are changed: all of its files, and the month that shows what they come to. */
export interface MutatedWorld {
  readonly name: string;
  readonly month: string;
  readonly config: string;
  readonly files: readonly WorldFile[];
  /** Those that are changed, one at a time. */
  readonly targets: readonly Target[];
}

/** A file that is changed: its plain content, and how it is put back into its archive. */
export interface Target {
  readonly name: string;
  readonly plain: Buffer;
  readonly pack: (plain: Buffer) => Buffer;
  /** Whether its content is text; Parquet is not. */
  readonly isText: boolean;
}

const FIXTURES = join(import.meta.dirname, '..', '..', 'fixtures');

/** The example world with one log more, as Parquet, and with files of the kinds that it lacks; and the world of statements. */
export async function mutatedWorlds(): Promise<readonly MutatedWorld[]> {
  const example = [...exampleFiles(), ...EXTRA_FILES, await parquetOf()];
  const statements = filesOf(join(FIXTURES, 'reconciliation', 'inputs'));
  return [
    worldOf('example', '2026-10', example, EXAMPLE_TARGETS),
    worldOf('statements', '2026-09', statements, STATEMENT_TARGETS),
  ];
}

/** The example world as it is. */
export function exampleFiles(): WorldFile[] {
  return filesOf(join(FIXTURES, 'inputs'));
}

/** One or more of every kind, of the month itself or of what it still posts. */
const EXAMPLE_TARGETS = [
  'stripe/Itemized_balance_change_from_activity_USD_2026-10-01_to_2026-10-31.csv',
  'stripe/Itemized_balance_change_from_activity_USD_2026-08-01_to_2026-08-31.csv',
  'stripe/invoices.csv',
  'stripe/invoices_api.jsonl',
  'apple/Subscriber_89990001_20261025.txt',
  'apple/Subscriber_89990001_20261004.txt',
  'apple/Subscriber_89990001_20261010_V1_3.txt.gz',
  'google/PlayApps_202609.csv',
  'google/earnings_202610_44710001-16.zip',
  'google/earnings_202610_44710002-4.zip',
  'jobs/jobs-2026-10-a.csv',
  'jobs/jobs-2026-10-b.jsonl',
  'jobs/jobs-2026-10-c.parquet',
  'fx.csv',
  'costs.csv',
  'wallet-links.csv',
  'participation.csv',
  'coverage.csv',
  'usage-control.csv',
  'opening.csv',
  'subscribers.csv',
  'payees.csv',
  'screening.csv',
  'voided.json',
  'revshare.yaml',
];

const STATEMENT_TARGETS = [
  'stripe/Balance_change_from_activity_summary_USD_2026-09-01_to_2026-09-30.csv',
  'stripe/Balance_summary_USD_2026-09-01_to_2026-09-30.csv',
  'apple/financial_report.csv',
  'apple/89990001_0926_ZZ.txt',
];

function worldOf(name: string, month: string, files: readonly WorldFile[], targets: readonly string[]): MutatedWorld {
  const config = files.find((file) => file.name === 'revshare.yaml');
  if (config === undefined) throw new Error(`the world ${name} has no policy`);
  return {
    name,
    month,
    config: config.bytes.toString('utf8'),
    files,
    targets: targets.map((each) => targetOf(each, files)),
  };
}

function targetOf(name: string, files: readonly WorldFile[]): Target {
  const bytes = files.find((file) => file.name === name)?.bytes;
  if (bytes === undefined) throw new Error(`there is no ${name}`);
  if (name.endsWith('.gz')) return { name, plain: gunzipSync(bytes), pack: (plain) => gzipSync(plain), isText: true };
  if (name.endsWith('.zip')) {
    const member = onlyMember(bytes);
    return { name, plain: member.bytes, pack: (plain) => zipOf([{ name: member.name, bytes: plain }]), isText: true };
  }
  return { name, plain: bytes, pack: (plain) => plain, isText: !name.endsWith('.parquet') };
}

function filesOf(root: string): WorldFile[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ name: relative(root, path), bytes: readFileSync(path) }));
}
