import { Command, type Help, type Option } from 'commander';
import { addCommands } from '../../src/cli/all-commands.ts';
import { EXIT_MEANINGS } from '../../src/cli/exit-codes.ts';
import { EVERYWHERE } from '../../src/cli/globals.ts';
import { HELP } from '../../src/cli/help.ts';
import { MADE, table } from './pages.ts';

/** docs/commands.md: every command with its arguments and options, as its help has them. */
export function commandsPage(): string {
  const program = documentedProgram();
  const commands = [...program.commands];
  const help = program.createHelp();
  return [
    '# Commands',
    '',
    'Each takes `--help`. What several of them have in common stands at the end, and the exit codes.',
    MADE,
    '',
    ...table(
      ['command', 'what it does'],
      commands.map((each) => [`[\`${each.name()}\`](#${each.name()})`, each.description()]),
    ),
    '',
    ...commands.flatMap((each) => section(each, help)),
    '## Options of every command',
    '',
    'They may stand before the command too: `revshare --data DIR status`.',
    '',
    ...optionTable(commands[0]?.options.filter(isEverywhere) ?? [], help),
    '',
    'Each is also read from the environment; an empty variable is one that is not set. Texts for people fit 80 columns, or the terminal; `--wide` writes lines and wallets whole.',
    '',
    '## Exit codes',
    '',
    ...table(['code', 'meaning'], Object.entries(EXIT_MEANINGS)),
    '',
  ].join('\n');
}

/** Every command, to be described and not run. */
export function documentedProgram(): Command {
  const program = new Command('revshare');
  addCommands(program, () => undefined);
  return program;
}

function section(command: Command, help: Help): string[] {
  const own = command.options.filter((option) => !isEverywhere(option));
  const inputs = command.registeredArguments.filter(({ description }) => description !== '');
  return [
    `## ${command.name()}`,
    '',
    `${sentence(command.description())}`,
    '',
    `    ${help.commandUsage(command)}`,
    '',
    ...(HELP[command.name()]?.examples ?? []).map(([line, what]) => `- \`revshare ${line}\`: ${what}`),
    '',
    ...(inputs.length === 0
      ? []
      : [
          ...table(
            ['argument', ''],
            inputs.map((each) => [`\`${each.name()}\``, help.argumentDescription(each)]),
          ),
          '',
        ]),
    ...(own.length === 0 ? [] : [...optionTable(own, help), '']),
  ];
}

function optionTable(options: readonly Option[], help: Help): string[] {
  return table(
    ['option', ''],
    options.map((each) => [`\`${help.optionTerm(each)}\``, help.optionDescription(each)]),
  );
}

function isEverywhere(option: Option): boolean {
  return option.helpGroupHeading === EVERYWHERE;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
