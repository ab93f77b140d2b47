import { join } from 'node:path';

/** The environment of a program that may open no socket: it ends with 99 when it does. Node's quoting, because a path may hold blanks. */
export const WITHOUT_SOCKETS: Readonly<Record<string, string>> = {
  NODE_OPTIONS: `--require ${JSON.stringify(join(import.meta.dirname, 'no-sockets.cjs'))}`,
};
