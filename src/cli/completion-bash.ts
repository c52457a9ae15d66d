import type { CompletedCommand, CompletionModel, Words } from "./completion-model.ts";

/** The script for bash. It needs no package bash-completion, and works in bash 3.2, which macOS has. */
export function bashCompletion({ commands, filter }: CompletionModel): string {
  const all = [filter, ...commands];
  const withValue = [...new Set(all.flatMap(valueOptions))].sort();
  return `# Completion for bash: source <(expand-pgbackrest completion bash)

_expand_pgbackrest_files() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen "$1" -- "$2"))
  compopt -o filenames 2>/dev/null
}

_expand_pgbackrest() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" command=filter index=1 word
  COMPREPLY=()
  # \`=\` is a word by itself.
  if [ "$current" = = ]; then current=; elif [ "$previous" = = ]; then previous="\${COMP_WORDS[COMP_CWORD - 2]}"; fi
  while [ "$index" -lt "$COMP_CWORD" ]; do
    word="\${COMP_WORDS[index]}"
    case "$word" in
      ${withValue.join(" | ")})
        index=$((index + 1))
        [ "\${COMP_WORDS[index]}" != = ] || index=$((index + 1))
        ;;
      -* | =) ;;
      *) command="$word"; break ;;
    esac
    index=$((index + 1))
  done
  case "$command $previous" in
${all.flatMap(valueCases).join("\n")}
  esac
  case "$command $current" in
${all.map((each) => `    "${each.name} -"*) ${list(optionWords(each))}; return ;;`).join("\n")}
  esac
  case "$command" in
    filter) ${list(commands.map(({ name }) => name))} ;;
${commands.map((each) => `    ${each.name}) ${reply(each.argument)} ;;`).join("\n")}
  esac
}

complete -F _expand_pgbackrest expand-pgbackrest
`;
}

const valueOptions = ({ options }: CompletedCommand) =>
  options.flatMap(({ long, short, value }) =>
    value === undefined ? [] : [`--${long}`, ...(short === undefined ? [] : [`-${short}`])],
  );

const optionWords = ({ options }: CompletedCommand) =>
  options.flatMap(({ long, short }) => [...(short === undefined ? [] : [`-${short}`]), `--${long}`]);

const valueCases = ({ name, options }: CompletedCommand) =>
  options.flatMap(({ long, short, value }) => {
    if (value === undefined) return [];
    const words = [`"${name} --${long}"`, ...(short === undefined ? [] : [`"${name} -${short}"`])];
    return [`    ${words.join(" | ")}) ${reply(value.words)}; return ;;`];
  });

function reply(words: Words): string {
  if (words === "nothing") return "COMPREPLY=()";
  if (words === "file") return '_expand_pgbackrest_files -f "$current"';
  if (words === "folder") return '_expand_pgbackrest_files -d "$current"';
  return list(words);
}

const list = (words: readonly string[]) => `COMPREPLY=($(compgen -W "${words.join(" ")}" -- "$current"))`;
