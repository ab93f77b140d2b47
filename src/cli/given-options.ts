import type { Command } from 'commander';
import type { GivenOption } from '../render/terminal/advised-commands.ts';

/** Commands that open no books. */
const WITHOUT_BOOKS: ReadonlySet<string> = new Set(['init', 'verify-statement', 'completion', 'help']);
/** Commands that look for exports; for the others --inputs is one of the places of a configuration, which the books remember. */
const WITH_INPUTS: ReadonlySet<string> = new Set(['doctor', 'reconcile', 'run']);

/**
 * The options about books, reports and inputs that stand on a command line. What the environment says is no part of it: it holds for
 * the next command too.
 */
export function givenOptions(command: Command, program: Command): GivenOption[] {
  const books: ReadonlySet<string> = new Set(
    program.commands.map((each) => each.name()).filter((name) => !WITHOUT_BOOKS.has(name)),
  );
  const given = (name: string, flag: string, commands = books): GivenOption[] => {
    const value: unknown = command.getOptionValueSource(name) === 'cli' ? command.getOptionValue(name) : undefined;
    if (typeof value !== 'string' || isDefault(command, name, value)) return [];
    return [{ flag, value, commands }];
  };
  return [
    ...given('data', '--data'),
    ...given('databaseUrl', '--database-url').map((each) => ({ ...each, value: withoutPassword(each.value) })),
    ...given('out', '--out'),
    ...given('config', '--config'),
    ...given('inputs', '--inputs', WITH_INPUTS),
  ];
}

/** Whether the option would have this value without being given. */
function isDefault(command: Command, name: string, value: string): boolean {
  const option = command.options.find((each) => each.attributeName() === name);
  return value === option?.defaultValue && process.env[option.envVar ?? ''] === undefined;
}

/** A password is never printed: a word stands for it. */
function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'URL';
  const shown = new URL(url);
  if (shown.password !== '') shown.password = 'PASSWORD';
  for (const name of ['password', 'sslpassword'])
    if (shown.searchParams.has(name)) shown.searchParams.set(name, 'PASSWORD');
  return shown.href;
}
