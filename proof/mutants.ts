import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `npm run proof -- mutants core/pool core/money`, or `all`: makes every small change of these rooms of src that Stryker knows,
 * and lists those that no test of the core finds. Its packages are installed beside it, once.
 */
const MUTANTS = join('proof', 'mutants');
const given = process.argv.slice(2);
const rooms = given[0] === 'all' ? roomsOfCore() : given;

if (rooms.length === 0 || rooms.some((room) => !existsSync(join('src', room)))) {
  process.stderr.write(
    'usage: npm run proof -- mutants ROOM ..., where src/ROOM is a folder, such as core/pool; or all\n',
  );
  process.exitCode = 2;
} else {
  if (!existsSync(join(MUTANTS, 'node_modules'))) run('npm', ['--prefix', MUTANTS, 'ci', '--ignore-scripts']);
  process.exitCode = run(process.execPath, [join(MUTANTS, 'try.mjs'), ...rooms]);
}

/** Every folder of the core, and the gates apart. */
function roomsOfCore(): string[] {
  const folders = readdirSync(join('src', 'core'), { withFileTypes: true }).filter((each) => each.isDirectory());
  return [...folders.map(({ name }) => `core/${name}`), 'core/close/checks'];
}

function run(command: string, args: readonly string[]): number {
  return spawnSync(command, args, { stdio: 'inherit' }).status ?? 1;
}
