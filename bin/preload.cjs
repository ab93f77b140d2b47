// Loaded before the program (node -r). Native packages are built for one Node ABI: when Node was changed since the
// set-up, a clone sets itself up again. It costs one small file read, so it can stand on the fast path.
'use strict';

require('./require-node.cjs');

// Set before the first of them starts: every query of DuckDB holds a thread of Node's own, whose usual four would keep
// compression and files waiting while several logs are read.
process.env.UV_THREADPOOL_SIZE ??= String(require('node:os').availableParallelism() + 6);

const fs = require('node:fs');
const path = require('node:path');

if (changedNode()) {
  const setup = path.join(__dirname, 'setup.mjs');
  const { status } = require('node:child_process').spawnSync(process.execPath, [setup], { stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(status === null ? 2 : status);
}

function changedNode() {
  const root = path.dirname(__dirname);
  const stamp = path.join(root, 'dist', '.built');
  if (!fs.existsSync(stamp) || !fs.existsSync(path.join(root, 'src'))) return false; // an installed copy
  return fs.readFileSync(stamp, 'utf8').trim() !== process.versions.modules;
}
