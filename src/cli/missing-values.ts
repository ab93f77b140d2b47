import type { Command } from 'commander';

/**
 * Makes commands refuse an option that has the name of another one for its value. Of `--by $NAME --json` with nothing in NAME
 * commander takes `--json` for the name, and whoever approved or paid would be called so.
 */
export function refuseMissingValues(commands: readonly Command[]): void {
  for (const command of commands) {
    const names = new Set(['-h', '--help', ...command.options.flatMap(({ long, short }) => [long, short])]);
    for (const option of command.options.filter(({ required }) => required)) {
      command.on(`option:${option.name()}`, (value: string) => {
        const [name = ''] = value.split('=', 1);
        if (names.has(name)) command.error(`error: ${option.long} lacks its value: ${name} stands in its place`);
      });
    }
  }
}
