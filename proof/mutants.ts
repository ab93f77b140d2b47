import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `npm run proof -- mutants core/pool core/money`, or `gates`, or `all`: makes every small change of these rooms of src that
 * Stryker knows, and lists those that no test finds. Its packages are installed beside it, once.
 */
const MUTANTS = join('proof', 'mutants');
const given = process.argv.slice(2);
const ROOMS: Readonly<Record<string, () => readonly string[]>> = {
  gates: () => GATES,
  all: () => [...new Set([...roomsOfCore(), ...GATES])],
};
/** What decides whether something may go on: rooms, and files of app whose decision is about what lies on the disk. */
const GATES = [
  'core/close/checks',
  'core/close/approval.ts',
  'core/payout/gates',
  ...['backups/restored-books', 'logs/kept-logs', 'opening/open-books'].map((name) => `app/books/${name}.ts`),
  ...[
    ...['acts-file', 'known-reports', 'recorded-manifest'],
    ...['unchanged-earned', 'unchanged-months', 'unchanged-small-rows'],
  ].map((name) => `app/books/records/${name}.ts`),
  ...[
    ...[
      'check-acts',
      'check-database',
      'database-copy',
      'final-files',
      'final-reports',
      'findings',
      'first-difference',
    ],
    ...['found-acts', 'found-inputs', 'kept-inputs', 'recorded-usage', 'restore-final'],
  ].map((name) => `app/verify/${name}.ts`),
];
const rooms = ROOMS[given[0] ?? '']?.() ?? given;

if (rooms.length === 0 || rooms.some((room) => !existsSync(join('src', room)))) {
  process.stderr.write(
    'usage: npm run proof -- mutants ROOM ..., where src/ROOM is a folder such as core/pool, or a file; or gates, or all\n',
  );
  process.exitCode = 2;
} else {
  if (!existsSync(join(MUTANTS, 'node_modules'))) run('npm', ['--prefix', MUTANTS, 'ci', '--ignore-scripts']);
  process.exitCode = run(process.execPath, [join(MUTANTS, 'try.mjs'), ...rooms]);
}

/** Every folder of the core, at whatever depth, that has files: a room is what lies in it itself. */
function roomsOfCore(above = 'core'): string[] {
  const within = readdirSync(join('src', above), { withFileTypes: true });
  const below = within.filter((each) => each.isDirectory()).flatMap(({ name }) => roomsOfCore(`${above}/${name}`));
  return within.some((each) => each.isFile()) ? [above, ...below] : below;
}

function run(command: string, args: readonly string[]): number {
  return spawnSync(command, args, { stdio: 'inherit' }).status ?? 1;
}
