/** What is said of a difference. */
export interface Said {
  /** A loss: less can be restored, or more be lost. `other`: neither, or it cannot be told. */
  readonly effect: "loss" | "gain" | "other";
  readonly text: string;
}

/** What becomes of a repository that was written with another passphrase, or with none. */
export const unreadable =
  "pgBackRest can no longer read what is in the repository, so backups fail and WAL is not archived";
