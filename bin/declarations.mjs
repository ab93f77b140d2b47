// Writes the types of the library into dist, for `npm pack`: the declarations of src/library alone. What is `@internal`
// there stands in none of them, so that they lead to no type of the core.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const scratch = mkdtempSync(join(tmpdir(), 'revshare-types-'));

try {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const made = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.library.json'), '--outDir', scratch], {
    stdio: ['ignore', 2, 2],
  });
  if (made.status !== 0) throw new Error('the types of the library could not be made; the messages are above');
  for (const name of readdirSync(join(scratch, 'library'))) {
    const text = readFileSync(join(scratch, 'library', name), 'utf8');
    if (text.includes("'../")) throw new Error(`src/library/${name} shows a type from outside the library`);
    // Beside them stands JavaScript.
    writeFileSync(join(root, 'dist', 'library', name), text.replaceAll(".ts';", ".js';"));
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
