import type { InputRule } from "../rule.ts";

export const backupSectionEmpty = {
  id: "backup-section-empty",
  severity: "error",
  title: "Backup section with nothing in it",
  why: "The API server drops a field that is null, and the operator takes an empty section for none, and empty `repos` for no repository, so the cluster runs without backups. A section that was written down is wanted; usually the lines below it have the wrong indentation.",
  source: "contract 1.1",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest: null
    `,
  },
  good: {},
  *checkInput({ clusters, withoutBackup }) {
    for (const { object, repositories } of clusters)
      if (repositories.length === 0)
        yield {
          at: { in: "field", object, path: ["spec", "backup", "pgbackrest", "repos"] },
          problem: "`repos` is written down, but nothing is in it, so nothing is backed up.",
          fix: "Indent the repositories below `repos`, or remove `backup`.",
          cluster: object,
        };
    for (const { object, hasEmptyClone } of [...clusters, ...withoutBackup.map(({ cluster }) => cluster)])
      if (hasEmptyClone)
        yield {
          at: { in: "field", object, path: ["spec", "clone", "pgbackrest"] },
          problem: "`pgbackrest` is written down, but nothing is in it, so the cluster is not cloned from backups.",
          fix: "Indent what belongs to the section below `pgbackrest`, or remove the line.",
          cluster: object,
        };
    for (const { cluster, emptySection, isUncertain = false } of withoutBackup) {
      if (emptySection === undefined || isUncertain) continue;
      const name = emptySection.at(-1);
      yield {
        at: { in: "field", object: cluster.object, path: emptySection },
        problem: `\`${name}\` is written down, but nothing is in it, so nothing is backed up.`,
        fix: `Indent what belongs to the section below \`${name}\`, or remove \`backup\`.`,
        cluster: cluster.object,
      };
    }
  },
} as const satisfies InputRule;
