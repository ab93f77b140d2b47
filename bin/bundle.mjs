// Puts src and the packages it imports together as dist: `node bin/bundle.mjs DIRECTORY`. The library is one entry, the
// program the other: one file a command and one for each set of commands that share code, because Node takes longer to find and open 900 small files than a close of
// a small month takes. Types are checked by `bin/check types`, not here.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { licencesOf } from './licences.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const directory = process.argv[2];

try {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts', 'src/cli/command-line.ts', 'src/library/index.ts'],
    outbase: 'src',
    outdir: directory,
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
    metafile: true,
  });
  writeFileSync(join(directory, 'LICENSES.txt'), licencesOf(Object.keys(metafile.inputs), root));
} catch (error) {
  // What the bundler found wrong, and where, has been printed.
  if (error.errors === undefined) console.error(error.message);
  process.exitCode = 1;
}
