import {
  findRepository,
  inContainer,
  isOnVolume,
  kubectl,
  pgbackrest,
  type RunbookSource,
  toBeGiven,
} from "./runbook-cluster.ts";
import { expanding, named } from "./runbook-shell.ts";
import type { RunbookChapter, RunbookStep, RunbookVariable } from "./runbook-step.ts";

const none = "Not at all; but while the repository is full, no WAL is archived.";

const keep: RunbookVariable = {
  name: "KEEP",
  meaning: "How many full backups are to stay. Older ones, and what builds on them, are removed for good.",
  example: "2",
};

/** No room for backups and WAL. */
export function fullChapter(source: RunbookSource): RunbookChapter {
  const { repositories } = source.cluster;
  return {
    id: "repository-full",
    title: "The repository is full",
    when: "Backups and WAL archiving fail for want of room, or it costs too much. Never delete files of a repository by hand: pgBackRest must know what is there.",
    steps: [
      {
        id: "full-look",
        title: "See what takes the room",
        why: "`repo1: backup size` is what a backup takes in the repository, WAL not counted.",
        variables: [],
        commands: [
          inContainer(source, isOnVolume(source) ? "repository" : "first", ...pgbackrest("info")),
          ...(isOnVolume(source)
            ? repositories.flatMap(({ position }) => [
                inContainer(source, "repository", "df", "-h", `/data/pgbackrest/repo${position}`),
                inContainer(
                  source,
                  "repository",
                  "du",
                  "-sh",
                  `/data/pgbackrest/repo${position}/archive`,
                  `/data/pgbackrest/repo${position}/backup`,
                ),
              ])
            : []),
        ],
        seeThat: "You know which backups there are, and what you can do without.",
        downtime: none,
      },
      ...repositories.flatMap((repository) => expireSteps(source, repository.number)),
      ...(isOnVolume(source) ? growSteps(source) : []),
      {
        id: "full-after",
        title: "See that archiving goes on",
        why: "WAL that waited is archived by itself within minutes. For good, set the retention in the resource, or a larger volume.",
        variables: [],
        commands: [...findRepository(source), inContainer(source, "repository", ...pgbackrest("check"))],
        seeThat: "It ends with 0. The chapter on WAL archiving has more.",
        downtime: none,
      },
    ],
  };
}

function expireSteps(source: RunbookSource, number: number): readonly RunbookStep[] {
  const expire = (...words: readonly string[]) => [
    ...findRepository(source),
    inContainer(source, "repository", ...pgbackrest(`--repo=${number}`, ...words, "expire")),
  ];
  const shorter = (...words: readonly string[]) => [
    ...findRepository(source),
    inContainer(
      source,
      "repository",
      ...pgbackrest(
        `--repo=${number}`,
        "--log-level-console=info",
        ...words,
        `--repo${number}-retention-full-type=count`,
        expanding(`--repo${number}-retention-full=$KEEP`),
        "expire",
      ),
    ),
  ];
  return [
    {
      id: `full-expire-repo${number}`,
      title: `Remove what is past its retention, from \`repo${number}\``,
      why: "Each backup does this at its end, but not one that failed.",
      variables: [],
      commands: expire(),
      seeThat: `It ends with 0.${isOnVolume(source) ? " If it has no room even for that, enlarge the volume first." : ""}`,
      downtime: none,
    },
    {
      id: `full-expire-rehearse-repo${number}`,
      title: `See what it would remove to keep fewer backups, in \`repo${number}\``,
      why: "With `--dry-run`, nothing is removed.",
      variables: [keep],
      commands: shorter("--dry-run"),
      seeThat: "It names the backups that would be removed, and you can do without each of them.",
      downtime: none,
    },
    {
      id: `full-expire-more-repo${number}`,
      title: `Only if you can do without these: keep fewer backups, in \`repo${number}\``,
      why: "It removes what the step before this one named. That cannot be undone.",
      variables: toBeGiven([keep]),
      commands: shorter(),
      seeThat: "`info` lists the backups that stay, and there is room again.",
      downtime: none,
    },
  ];
}

/** A larger volume; the operator does not resize the one that is there (contract 5.3). */
function growSteps(source: RunbookSource): readonly RunbookStep[] {
  const { cluster } = source;
  return cluster.repositories.map(({ name }) => ({
    id: `full-grow-${name}`,
    title: `Enlarge the volume of ${named(name)}`,
    why: "The operator never resizes a volume that is there, so the claim is changed directly. The StorageClass must allow it (`allowVolumeExpansion`).",
    variables: toBeGiven([{ name: "SIZE", meaning: "The new size. A volume cannot shrink again.", example: "40Gi" }]),
    commands: [
      {
        text: kubectl(
          source,
          "patch",
          "pvc",
          `${name}-${cluster.name}-pgbackrest-repo-host-0`,
          "-p",
          expanding('{\\"spec\\":{\\"resources\\":{\\"requests\\":{\\"storage\\":\\"$SIZE\\"}}}}'),
        ),
        needs: "controllers" as const,
      },
    ],
    seeThat: "`df` shows the new size. Write the same size under `volume` in the resource.",
    downtime: none,
  }));
}
