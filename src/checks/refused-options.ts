/** Options whose value is valid in itself, but that still make commands fail. */
export const refusedOptions: ReadonlyArray<{
  readonly option: string;
  readonly from: string;
  /** The values with which they do; with any where there is none. */
  readonly when?: (value: string) => boolean;
  readonly problem: string;
  readonly fix: string;
}> = [
  {
    option: "priority",
    from: "2.58.0",
    when: (value) => value.startsWith("-"),
    problem:
      "`priority` is negative, but in a container pgBackRest may not raise its own priority, so every command fails",
    fix: "Set `priority` to 0 or more, or remove it.",
  },
  {
    option: "lock-path",
    from: "2.45",
    when: isRootsAlone,
    problem: "`lock-path` is in a folder in which only root may write, so every backup fails (047)",
    fix: "Remove `lock-path`.",
  },
  {
    option: "repo-target-time",
    from: "2.54.0",
    problem:
      "`repo-target-time` is refused in commands that name no repository, such as archiving and the restores that create replicas",
    fix: "Remove it, and pass it on the command line of the one command that needs it.",
  },
];

/** True for a path below a folder of the system. Of those below `/dev`, everyone may write into some. */
function isRootsAlone(path: string): boolean {
  return /^\/(?:bin|boot|dev(?!\/(?:shm|mqueue)(?:\/|$))|etc|lib|lib64|proc|root|sbin|sys|usr)(?:\/|$)/.test(path);
}
