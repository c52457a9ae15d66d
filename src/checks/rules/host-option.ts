import { shownKey } from "../../configuration/line.ts";
import type { ClusterRule } from "../rule.ts";

const places = ["repo-host", "pg-host", "repo-type"];

export const hostOption = {
  id: "host-option",
  severity: "error",
  title: "Host or storage that the operator does not know of",
  why: "The operator alone says where databases and repositories are. With another host pgBackRest refuses the configuration, or tries to reach it by SSH, which the images do not have; with another storage it misses what belongs to that.",
  source: "pgbackrest-e2e rules 44, 50: `pg and repo hosts cannot both be configured as remote`",
  bad: { "s3.conf": "[db]\nrepo1-host = backup.example.com\nrepo1-s3-key = example\nrepo1-s3-key-secret = example" },
  good: { "s3.conf": "[db]\nrepo1-s3-key = example\nrepo1-s3-key-secret = example" },
  *checkCluster({ cluster, configuration: { database, repoHost, written } }) {
    for (const line of written) {
      const { meaning } = line;
      if (meaning.is !== "option" || !places.includes(meaning.name)) continue;
      const repository = cluster.repositories.find(({ number }) => number === meaning.index);
      const storage = repository?.storage === "pvc" ? "posix" : repository?.storage;
      if (meaning.name === "repo-type" && (storage === undefined || line.value === storage)) continue;
      // Beside the operator's own line it is set twice, and in [global] some are passed over: other rules' matters.
      const isTwice = [database, repoHost].some((pod) =>
        pod
          ?.linesOf(meaning.name)
          .some(
            ({ from, section, meaning: own }) =>
              from !== "global" &&
              from !== "secret" &&
              section === line.section &&
              own.is === "option" &&
              own.index === meaning.index,
          ),
      );
      if (isTwice || (meaning.name === "pg-host" && line.read?.stanza === false)) continue;
      yield {
        at: line.place,
        problem: `${shownKey(line)} names a ${meaning.name === "repo-type" ? "storage" : "host"}, and where ${meaning.name === "pg-host" ? "databases" : "repositories"} are is what the operator decides.`,
        fix: `Remove it${meaning.name !== "repo-host" ? "" : "; for a store under another name use `endpoint`, or `repoN-storage-host`"}.`,
      };
    }
  },
} as const satisfies ClusterRule;
