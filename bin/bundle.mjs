// Puts src and the packages it imports together as dist: `node bin/bundle.mjs DIRECTORY`. The library is one entry, the
// program the other: one file a command and one for each set of commands that share code, because Node takes longer to find and open 900 small files than a close of
// a small month takes. Types are checked by `bin/check types`, not here.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

try {
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts', 'src/library/index.ts'],
    outbase: 'src',
    outdir: process.argv[2],
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // Native code stays where npm put it, and these two are the dependencies of an installed copy; `pg` asks for pg-native only where somebody installed it.
    external: ['better-sqlite3', '@duckdb/node-bindings', 'pg-native'],
    // Packages written as CommonJS ask for Node's own modules by `require`, which an ES module does not have.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    legalComments: 'linked',
    logLevel: 'warning',
  });
} catch {
  process.exitCode = 1; // what was wrong, and where, has been printed
}
