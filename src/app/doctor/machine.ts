import { sqliteVersion } from '../../store/database/sqlite-version.ts';
import { type Check, fine } from './check.ts';

/** The oldest Node that package.json allows. */
const OLDEST = [20, 19] as const;

/** The Node that runs, and whether the packages that are compiled for one Node load in it. */
export async function machineChecks(): Promise<Check[]> {
  return [
    node(process.versions.node),
    await native('better-sqlite3', sqliteVersion),
    await native('@duckdb/node-bindings', async () =>
      (await import('../../lake/engine/duckdb-version.ts')).duckdbVersion(),
    ),
  ];
}

/** @param version such as 20.20.2 */
export function node(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return fine('node', `Node ${version}`);
  const what = `Node ${version} is older than ${OLDEST.join('.')}`;
  return { name: 'node', state: 'wrong', what, remedy: `Install Node ${OLDEST.join('.')} or newer.` };
}

async function native(name: string, versionOf: () => string | Promise<string>): Promise<Check> {
  try {
    return fine(name, `loads, ${await versionOf()}`);
  } catch (error) {
    const [what = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
    return { name, state: 'wrong', what, remedy: `Run npm rebuild ${name} with the Node that runs revshare.` };
  }
}
