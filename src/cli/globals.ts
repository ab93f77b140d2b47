import { type Command, Option } from 'commander';

/** The options that every command has. */
export interface Globals {
  readonly config?: string;
  readonly inputs?: string;
  readonly data: string;
  /** Undefined or empty: the money state is a file in the data directory. */
  readonly databaseUrl?: string;
  readonly out: string;
  readonly asOf?: string;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
}

/** Adds them to a command, so that they may stand after it. */
export function withGlobals(command: Command): Command {
  return command
    .option(
      '--config <file>',
      'configuration; else revshare.yaml in the inputs, in the working directory, or the last used',
    )
    .option('--inputs <dir>', 'directory of exports as downloaded')
    .option('--data <dir>', 'database and evidence store', '.revshare')
    .addOption(
      new Option('--database-url <url>', 'keep the money state in PostgreSQL instead of --data').env(
        'REVSHARE_DATABASE_URL',
      ),
    )
    .option('--out <dir>', 'where reports go', 'reports')
    .option('--as-of <instant>', 'compute as of this instant, e.g. 2026-11-20T00:00:00Z (default: now)')
    .option('--json', 'print one JSON document', false)
    .option('--quiet', 'print nothing but data', false)
    .option('--no-color', 'no colours');
}
