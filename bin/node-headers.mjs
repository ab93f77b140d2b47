// Where the headers of a Node lie beside it, as its own archive and the packages of distributions have them: then what is
// compiled needs none from the network. Plain Node: it runs before anything is installed.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The directory above the headers of exactly the given version, seen from the executable; null where there are none. */
export function headersBeside(executable, version) {
  const above = dirname(dirname(realpathSync(executable)));
  const stated = join(above, 'include', 'node', 'node_version.h');
  if (!existsSync(stated)) return null;
  const text = readFileSync(stated, 'utf8');
  const part = (name) => new RegExp(`^#define NODE_${name}_VERSION (\\d+)$`, 'm').exec(text)?.[1];
  return `${part('MAJOR')}.${part('MINOR')}.${part('PATCH')}` === version ? above : null;
}
