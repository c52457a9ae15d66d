/** What exit codes mean in several commands. */
export const exits = {
  done: "done",
  badArguments: "arguments that cannot be read",
  unreadable: "input or arguments that cannot be read",
  badConfig: "a bad functionConfig",
} as const;
