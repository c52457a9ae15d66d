/** What a shell completes where a value stands: files, folders, or nothing. */
export type Completes = "file" | "folder" | "nothing";

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
  "RULE|OPTION|FIELD": "nothing",
  SECONDS: "nothing",
  SELECTOR: "nothing",
  TIME: "nothing",
};
