import type { Command, Option } from 'commander';

/** The completion of a shell: the commands, and the options that a command's help shows. Files complete everywhere else. */
export function completionScript(shell: 'bash' | 'zsh' | 'fish', program: Command): string {
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](program.commands);
}

function bashScript(commands: readonly Command[]): string {
  const cases = commands.map((command) => {
    const flags = shownOptions(command).map(({ long }) => long);
    return `    ${command.name()}) COMPREPLY=($(compgen -W "${flags.join(' ')}" -- "$current")) ;;\n`;
  });
  return `# revshare completion bash > /etc/bash_completion.d/revshare
_revshare() {
  local current="\${COMP_WORDS[COMP_CWORD]}"
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map((each) => each.name()).join(' ')}" -- "$current"))
    return
  fi
  case "$current" in
    -*) ;;
    *) COMPREPLY=($(compgen -f -- "$current")); return ;;
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
      const value = required || optional ? ':value:_files' : '';
      return ` ${quoted(`${long}[${description.replace(/[[\]:\\]/g, '\\$&')}]${value}`)}`;
    });
    return `    ${command.name()}) _arguments${options.join('')} '*:file:_files' ;;\n`;
  });
  return `#compdef revshare
# revshare completion zsh > a directory of $fpath, as _revshare
_revshare() {
  local -a commands
  commands=(
${names.join('')}  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
${cases.join('')}  esac
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
      return `complete -c revshare ${seen} -l ${long?.slice(2)}${required ? ' -r' : ''} -d ${quoted(description)}`;
    });
    return [head, ...options];
  });
  return ['# revshare completion fish > ~/.config/fish/completions/revshare.fish', ...lines, ''].join('\n');
}

function shownOptions(command: Command): readonly Option[] {
  return command.options.filter(({ hidden, long }) => !hidden && long !== undefined);
}

/** As one word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
