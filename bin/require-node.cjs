// Loaded before anything else (node -r), in words that a Node of ten years ago can read too: CommonJS, no new syntax.
// The oldest Node is the one that package.json names under engines.
'use strict';

const oldest = [20, 19];
const found = process.versions.node.split('.').map(Number);

if (found[0] < oldest[0] || (found[0] === oldest[0] && found[1] < oldest[1])) {
  process.stderr.write(`revshare needs Node ${oldest.join('.')} or newer; this is Node ${process.versions.node}.\n`);
  process.exit(2);
}
