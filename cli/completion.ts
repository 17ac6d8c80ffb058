import type { Command, Option } from 'commander';

/** One command as a shell completes it. */
interface Completed {
  /** Its name, with those of the commands above it: `exemptions add`; nothing for the program itself. */
  readonly path: string;
  /** The words that may follow. */
  readonly words: readonly string[];
  /** What may follow an option that takes one of some values. */
  readonly values: readonly (readonly [option: string, values: readonly string[]])[];
}

/**
 * A script that completes a program's commands, options and their values in bash, and in zsh through zsh's own support for bash's
 * completions. Everything is in the script: at a key press no program has to start.
 */
export function completionScript(program: Command, shell: 'bash' | 'zsh'): string {
  const name = program.name();
  const all = completedOf(program);
  return `# Completes ${name} in ${shell}.
${shell === 'zsh' ? 'autoload -Uz bashcompinit && bashcompinit\n' : ''}_${name}() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" path="" next="" words=""
  for next in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path:$next" in
${all.flatMap(({ path }) => (path === '' ? [] : [`      ${quoted(stepTo(path))}) path=${quoted(path)} ;;`])).join('\n')}
    esac
  done
  case "$path $before" in
${all.flatMap(({ path, values }) => values.map(([option, of]) => `    ${quoted(`${path} ${option}`)}) words=${quoted(of.join(' '))} ;;`)).join('\n')}
  esac
  if [ -z "$words" ]; then
    case "$path" in
${all.map(({ path, words }) => `      ${quoted(path)}) words=${quoted(words.join(' '))} ;;`).join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _${name} ${name}
`;
}

/** How a command is reached from the one above it: `exemptions:add`. */
function stepTo(path: string): string {
  const [last = '', ...above] = path.split(' ').toReversed();
  return `${above.toReversed().join(' ')}:${last}`;
}

function completedOf(command: Command, path = ''): readonly Completed[] {
  const help = command.createHelp();
  const options = help.visibleOptions(command);
  const commands = help.visibleCommands(command).filter((one) => one.name() !== 'help');
  return [
    {
      path,
      words: [...commands.map((one) => one.name()), ...options.flatMap(({ long }) => long ?? [])],
      values: options.flatMap(valuesOf),
    },
    ...commands.flatMap((one) => completedOf(one, `${path} ${one.name()}`.trim())),
  ];
}

function valuesOf({ long, argChoices }: Option): readonly (readonly [string, readonly string[]])[] {
  return long && argChoices?.length ? [[long, argChoices]] : [];
}

/** Names of commands and options are words; a quote in one would end the script's own. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", '')}'`;
}
