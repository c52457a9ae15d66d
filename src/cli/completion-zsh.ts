import type { CompletedCommand, CompletedOption, CompletionModel, Words } from "./completion-model.ts";

/** The script for zsh, to be sourced, or to be kept as _expand-pgbackrest in a folder of fpath. */
export const zshCompletion = ({ commands, filter }: CompletionModel): string => `#compdef expand-pgbackrest
# Completion for zsh: source <(expand-pgbackrest completion zsh)

_expand_pgbackrest() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
  local -a commands=(
${commands.map(({ name, title }) => `    ${quoted(`${name}:${title}`)}`).join("\n")}
  )
  _arguments -C \\
${filter.options.map((option) => `    ${spec(option)} \\`).join("\n")}
    '1:command:->command' \\
    '*::argument:->arguments'
  case $state in
    command) _describe command commands ;;
    arguments)
      curcontext="\${curcontext%:*:*}:expand-pgbackrest-$words[1]:"
      case $words[1] in
${commands.map(commandCase).join("\n")}
      esac
      ;;
  esac
}

if [ "$funcstack[1]" = _expand_pgbackrest ]; then
  _expand_pgbackrest "$@"
else
  compdef _expand_pgbackrest expand-pgbackrest
fi
`;

const commandCase = ({ argument, name, options }: CompletedCommand) => `        ${name})
          _arguments \\
${options.map((option) => `            ${spec(option)} \\`).join("\n")}
            ${quoted(`*:argument:${action(argument)}`)}
          ;;`;

/** One of both names, and what may follow: `'(-o --output)'{-o,--output}'[help]:FILE:_files'`. */
function spec({ help, isRepeatable, long, short, value }: CompletedOption): string {
  const what = `[${help.replace(/[[\]\\:]/g, "\\$&")}]`;
  const follows = value === undefined ? "" : `:${value.name.replace(/:/g, "\\:")}:${action(value.words)}`;
  const equals = value === undefined ? "" : "=";
  if (short === undefined) return quoted(`${isRepeatable ? "*" : ""}--${long}${equals}${what}${follows}`);
  const others = isRepeatable ? "*" : `(-${short} --${long})`;
  return `${quoted(others)}{-${short},--${long}${equals}}${quoted(`${what}${follows}`)}`;
}

function action(words: Words): string {
  if (words === "nothing") return "";
  if (words === "file") return "_files";
  if (words === "folder") return "_files -/";
  return `(${words.join(" ")})`;
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
