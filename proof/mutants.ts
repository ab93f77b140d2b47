import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `npm run proof -- mutants core/pool`: makes every small change of one room of src that Stryker knows, and lists those that no
 * test of the core finds. Its packages are installed beside it, once; what did not change is not tried again.
 */
const MUTANTS = join('proof', 'mutants');
const [room = ''] = process.argv.slice(2);

if (!existsSync(join('src', room)) || room === '') {
  process.stderr.write('usage: npm run proof -- mutants ROOM, where src/ROOM is a folder, such as core/pool\n');
  process.exitCode = 2;
} else {
  if (!existsSync(join(MUTANTS, 'node_modules'))) run('npm', ['--prefix', MUTANTS, 'ci']);
  const stryker = join(MUTANTS, 'node_modules', '.bin', 'stryker');
  process.exitCode = run(stryker, ['run', join(MUTANTS, 'stryker.config.mjs')]);
}

function run(command: string, args: readonly string[]): number {
  return spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ROOM: room } }).status ?? 1;
}
