import type { CompletedCommand, CompletionModel, Words } from "./completion-model.ts";

const call = "complete -c expand-pgbackrest";

/** The script for fish. */
export const fishCompletion = ({
  commands,
  filter,
}: CompletionModel): string => `# Completion for fish: expand-pgbackrest completion fish | source

${call} -f
${optionLines(filter, "__fish_use_subcommand")}${commands
  .map(
    (each) =>
      `\n${call} -n __fish_use_subcommand -a ${each.name} -d ${quoted(each.title)}\n${argumentLine(each)}${optionLines(each, seen(each))}`,
  )
  .join("")}`;

const seen = ({ name }: CompletedCommand) => quoted(`__fish_seen_subcommand_from ${name}`);

function argumentLine(command: CompletedCommand): string {
  const words = wordsText(command.argument);
  return words === "-x" ? "" : `${call} -n ${seen(command)} ${words.replace(/^-x /, "")}\n`;
}

const optionLines = ({ options }: CompletedCommand, where: string) =>
  options
    .map(({ help, long, short, value }) => {
      const names = `${short === undefined ? "" : `-s ${short} `}-l ${long}`;
      return `${call} -n ${where} ${names}${value === undefined ? "" : ` -r ${wordsText(value.words)}`} -d ${quoted(help)}\n`;
    })
    .join("");

function wordsText(words: Words): string {
  if (words === "nothing") return "-x";
  if (words === "file") return "-F";
  if (words === "folder") return "-x -a '(__fish_complete_directories)'";
  return `-x -a ${quoted(words.join(" "))}`;
}

const quoted = (text: string) => `'${text.replace(/[\\']/g, "\\$&")}'`;
