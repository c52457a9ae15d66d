/** What a shell completes where a value stands. A name is that of a rule or of an option of pgBackRest. */
export type Completes = "file" | "folder" | "command" | "name" | "shell" | "nothing";

/** The names of values and arguments in help, each with what completes it. `...` behind a name, which repeats it, is no part of it. */
export const valueWords: Readonly<Record<string, Completes>> = {
  A: "file",
  B: "file",
  CLUSTER: "nothing",
  COMMAND: "nothing",
  CONTEXT: "nothing",
  DIR: "folder",
  FILE: "file",
  GLOB: "file",
  ID: "nothing",
  "I/N": "nothing",
  LABEL: "nothing",
  N: "nothing",
  NAME: "nothing",
  "NAME=VALUE": "nothing",
  NAMESPACE: "nothing",
  NEWNAME: "nothing",
  OUT: "file",
  PATH: "file",
  "RULE|OPTION|FIELD": "name",
  SECONDS: "nothing",
  SHELL: "shell",
  SELECTOR: "nothing",
  TIME: "nothing",
};

/** What completes a value or an argument, by its name in help. The argument COMMAND is one of ours; the value of an option is one of the shell. */
export function completes(word: string, is: "argument" | "value"): Completes {
  const name = word.replace(/[[\]]|\.\.\./g, "");
  if (is === "argument" && name === "COMMAND") return "command";
  return valueWords[name] ?? "nothing";
}
