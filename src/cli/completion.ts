import type { Command, Option } from 'commander';
import { JOURNAL_FORMS } from '../config/journal-forms.ts';
import { REVENUE_PROVIDERS } from '../core/close/net-revenue.ts';
import { PAYOUT_METHODS } from '../core/payout/ledger/method.ts';
import { STATEMENT_FORMS } from '../core/statement/statement-record.ts';

/** What an option takes that has fixed choices. Of --format the first of a list completes. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  '--days': ['day-first', 'month-first'],
  '--default-method': PAYOUT_METHODS,
  '--for': JOURNAL_FORMS,
  '--format': STATEMENT_FORMS,
  '--provider': REVENUE_PROVIDERS,
  '--refunds': ['deferred-first', 'proportional'],
  '--state': ['estimate', 'review', 'final'],
  '--trial-jobs': ['count', 'exclude'],
};

/**
 * The completion of a shell: the commands, also after `help`, the options that a command's help shows, and what has fixed
 * choices. Files complete everywhere else.
 */
export function completionScript(shell: 'bash' | 'zsh' | 'fish', program: Command): string {
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](program.commands);
}

function bashScript(commands: readonly Command[]): string {
  const cases = commands.map((command) => {
    const flags = shownOptions(command).map(({ long }) => long);
    return `    ${command.name()}) COMPREPLY=($(compgen -W "${flags.join(' ')}" -- "$current")) ;;\n`;
  });
  const names = commands.map((each) => each.name()).join(' ');
  const values = choicesOf(commands).map(([long, choices]) => {
    return `    ${long}) COMPREPLY=($(compgen -W "${choices.join(' ')}" -- "$current")); return ;;\n`;
  });
  const words = [['help', names] as const, ...wordsOf(commands)].map(([name, choices]) => {
    return `      ${name}) COMPREPLY=($(compgen -W "${choices}" -- "$current")); return ;;\n`;
  });
  return `# revshare completion bash > /etc/bash_completion.d/revshare
_revshare() {
  local current="\${COMP_WORDS[COMP_CWORD]}"
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names} help" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[COMP_CWORD-1]}" in
${values.join('')}  esac
  case "$current" in
    -*) ;;
    *) case "\${COMP_WORDS[1]}" in
${words.join('')}      esac
      COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  case "\${COMP_WORDS[1]}" in
${cases.join('')}  esac
}
complete -o filenames -F _revshare revshare
`;
}

function zshScript(commands: readonly Command[]): string {
  const names = commands.map((each) => `    ${quoted(`${each.name()}:${each.description()}`)}\n`);
  const cases = commands.map((command) => {
    const options = shownOptions(command).map(({ long, description, required, optional }) => {
      const choices = CHOICES[long ?? ''];
      const kind = choices === undefined ? '_files' : `(${choices.join(' ')})`;
      const value = required || optional ? `:value:${kind}` : '';
      return ` ${quoted(`${long}[${description.replace(/[[\]:\\]/g, '\\$&')}]${value}`)}`;
    });
    const words = wordsOf([command])[0]?.[1];
    const rest = words === undefined ? "'*:file:_files'" : quoted(`1:choice:(${words})`);
    return `    ${command.name()}) _arguments${options.join('')} ${rest} ;;\n`;
  });
  return `#compdef revshare
# revshare completion zsh > a directory of $fpath, as _revshare
_revshare() {
  local -a commands
  commands=(
${names.join('')}    'help:print the help of a command'
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
${cases.join('')}    help) _describe command commands ;;
  esac
}
# From a file of $fpath this text is the function, at its first call; where it is read as it is, nobody asks yet.
if [[ $funcstack[1] == _revshare ]]; then _revshare "$@"; else compdef _revshare revshare; fi
`;
}

function fishScript(commands: readonly Command[]): string {
  const lines = commands.flatMap((command) => {
    const name = command.name();
    const head = `complete -c revshare -n __fish_use_subcommand -f -a ${name} -d ${quoted(command.description())}`;
    const options = shownOptions(command).map(({ long, description, required }) => {
      const seen = `-n '__fish_seen_subcommand_from ${name}'`;
      const choices = CHOICES[long ?? ''];
      const value = choices === undefined ? (required ? ' -r' : '') : ` -x -a ${quoted(choices.join(' '))}`;
      return `complete -c revshare ${seen} -l ${long?.slice(2)}${value} -d ${quoted(description)}`;
    });
    return [head, ...options];
  });
  const names = commands.map((each) => each.name()).join(' ');
  for (const [name, words] of [['help', names] as const, ...wordsOf(commands)])
    lines.push(`complete -c revshare -n '__fish_seen_subcommand_from ${name}' -f -a ${quoted(words)}`);
  lines.push("complete -c revshare -n __fish_use_subcommand -f -a help -d 'print the help of a command'");
  return ['# revshare completion fish > ~/.config/fish/completions/revshare.fish', ...lines, ''].join('\n');
}

/** The options of any command that have fixed choices, with them. */
function choicesOf(commands: readonly Command[]): readonly (readonly [long: string, choices: readonly string[]])[] {
  const shown = new Set(commands.flatMap((command) => shownOptions(command).map(({ long }) => long)));
  return Object.entries(CHOICES).filter(([long]) => shown.has(long));
}

/** Commands whose argument is one of fixed words, with them as one text. */
function wordsOf(commands: readonly Command[]): readonly (readonly [name: string, words: string])[] {
  return commands.flatMap((command) => {
    const choices = command.registeredArguments[0]?.argChoices;
    return choices === undefined ? [] : [[command.name(), choices.join(' ')] as const];
  });
}

function shownOptions(command: Command): readonly Option[] {
  return command.options.filter(({ hidden, long }) => !hidden && long !== undefined);
}

/** As one word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
