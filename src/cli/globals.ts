import { type Command, Help, Option } from 'commander';
import { UsageFault } from './usage-fault.ts';

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
  /** Whole lines and wallets in texts for people. */
  readonly wide: boolean;
  readonly color: boolean;
}

/** As commander knows them; each command has its own. */
function sharedOptions(): Option[] {
  return [
    new Option(
      '--config <file>',
      'configuration; else revshare.yaml in the inputs or here, the last used, or revshare.yaml above',
    ),
    new Option('--inputs <dir>', 'directory of exports as downloaded'),
    new Option('--data <dir>', 'database and evidence store').default('.revshare'),
    new Option('--database-url <url>', 'keep the money state in PostgreSQL instead of --data'),
    new Option('--out <dir>', 'where reports go').default('reports'),
    new Option('--as-of <instant>', 'compute as of this instant, e.g. 2026-11-20T00:00:00Z (default: now)'),
    new Option('--json', 'print one JSON document').default(false),
    new Option('--quiet', 'print nothing but data').default(false),
    new Option('--wide', 'whole lines and wallets, however wide the terminal').default(false),
  ];
}

/** Adds them to a command. Each is also read from the environment, as its help says; a variable that is empty is not set. */
export function withGlobals(command: Command): Command {
  for (const option of sharedOptions()) {
    const variable = variableOf(option);
    command.addOption(option.env(variable).helpGroup(EVERYWHERE));
    if (option.isBoolean()) readSwitch(command, option, variable);
    else passOverEmpty(command, option);
  }
  command.showHelpAfterError(`(revshare ${command.name()} --help shows its options)`);
  return command.addOption(noColour().helpGroup(EVERYWHERE));
}

function noColour(): Option {
  return new Option('--no-color', 'no colours (env: NO_COLOR)');
}

/**
 * A command line with the options of every command after the command, where commander reads them: they may be written before it
 * too (`revshare --data DIR status`). Before an option that is the program's own, or nobody's, they say nothing.
 */
export function commandFirst(argv: readonly string[]): string[] {
  const at = behindShared(argv);
  const first = argv[at];
  if (first === undefined) return [...argv];
  return first.startsWith('--') ? argv.slice(at) : [first, ...argv.slice(0, at), ...argv.slice(at + 1)];
}

/** Refuses a command line that has options of every command and no command: to the program they are none. @throws UsageFault */
export function refuseNoCommand(argv: readonly string[]): void {
  if (argv.length === 0 || behindShared(argv) < argv.length) return;
  throw new UsageFault(`no command is named: revshare COMMAND ${argv.join(' ')} (revshare --help shows the commands)`);
}

/** Where the options of every command end that a command line begins with. */
function behindShared(argv: readonly string[]): number {
  const known = [...sharedOptions(), noColour()];
  let at = 0;
  while (argv[at]?.startsWith('--') === true) {
    const [name, value] = (argv[at] ?? '').split('=', 2);
    const option = known.find(({ long }) => long === name);
    if (option === undefined) return at;
    at += option.required && value === undefined ? 2 : 1;
  }
  return at;
}

export const EVERYWHERE = 'Options of every command:';

/** How help groups things: a command's own options before those that every command has. */
export function ownOptionsFirst<Item extends Command | Option>(
  unsorted: Item[],
  visible: Item[],
  groupOf: (item: Item) => string,
): Map<string, Item[]> {
  const groups = new Help().groupItems(unsorted, visible, groupOf);
  const shared = groups.get(EVERYWHERE);
  if (shared !== undefined && groups.delete(EVERYWHERE)) groups.set(EVERYWHERE, shared);
  return groups;
}

/** A switch is not on because its variable is there: what the variable says counts, and is heard after commander's own. */
function readSwitch(command: Command, option: Option, variable: string): void {
  const event = `optionEnv:${option.name()}`;
  command.on(event, () => command.setOptionValueWithSource(option.attributeName(), isSwitchedOn(variable), 'env'));
}

/** A variable that is empty is not set; heard after commander's own, as above. */
function passOverEmpty(command: Command, option: Option): void {
  command.on(`optionEnv:${option.name()}`, (said: string) => {
    if (said.trim() === '') command.setOptionValueWithSource(option.attributeName(), option.defaultValue, 'default');
  });
}

const ON = ['1', 'true', 'yes', 'on'];
const OFF = ['', '0', 'false', 'no', 'off'];

/** What an environment variable says of a switch, in any letter case; off where it is not set. @throws UsageFault */
export function isSwitchedOn(variable: string): boolean {
  const text = (process.env[variable] ?? '').trim().toLowerCase();
  if (!ON.includes(text) && !OFF.includes(text)) {
    throw new UsageFault(`${variable} "${text}" is neither on (${ON.join(', ')}) nor off (${OFF.slice(1).join(', ')})`);
  }
  return ON.includes(text);
}

/** REVSHARE_AS_OF for --as-of. */
function variableOf(option: Option): string {
  return `REVSHARE_${option.name().replaceAll('-', '_').toUpperCase()}`;
}
