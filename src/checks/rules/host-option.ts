import { type Line, shownKey } from "../../configuration/line.ts";
import { type LineSubject, linesAbout } from "../line-subjects.ts";
import type { ClusterRule } from "../rule.ts";

const places = ["repo-host", "pg-host", "repo-type"];

/** What the author says of where something is. */
const placed: LineSubject = {
  ofKey: ({ from, meaning }) => from !== "repository" && meaning.is === "option" && places.includes(meaning.name),
};

export const hostOption = {
  id: "host-option",
  severity: "error",
  title: "Host or storage that the operator does not know about",
  why: "Only the operator decides where databases and repositories are. With another host, pgBackRest refuses the configuration or tries to connect by SSH, which the images do not have; with another storage, the options that belong to it are missing.",
  source: "pgbackrest-e2e rules 44, 50: `pg and repo hosts cannot both be configured as remote`",
  holdsWhateverIsFilledIn: true,
  bad: {
    "s3.conf": `
      [db]
      repo1-host = backup.example.com
      repo1-s3-key = example
      repo1-s3-key-secret = example
    `,
  },
  good: {
    "s3.conf": `
      [db]
      repo1-s3-key = example
      repo1-s3-key-secret = example
    `,
  },
  appliesToLine: placed,
  *checkCluster({ cluster, configuration: { database, repoHost, written } }) {
    let own: ReadonlySet<string> | undefined;
    for (const line of linesAbout(written, placed)) {
      const { meaning } = line;
      if (meaning.is !== "option") continue;
      const repository = cluster.repositories.find(({ number }) => number === meaning.index);
      const storage = repository?.storage === "pvc" ? "posix" : repository?.storage;
      if (meaning.name === "repo-type" && (storage === undefined || line.value === storage)) continue;
      // Other rules report it if it is set twice, beside the operator's own line, or ignored in [global].
      own ??= new Set([database, repoHost].flatMap((pod) => pod?.lines.filter(isOwn).map(optionKey) ?? []));
      const isTwice = own.has(optionKey(line));
      if (isTwice || (meaning.name === "pg-host" && line.read?.stanza === false)) continue;
      yield {
        at: line.place,
        problem: `${shownKey(line)} sets a ${meaning.name === "repo-type" ? "storage" : "host"}, but only the operator decides where ${meaning.name === "pg-host" ? "databases" : "repositories"} are.`,
        fix: `Remove it${meaning.name !== "repo-host" ? "" : `; to reach an object store under another name, use \`endpoint\` or \`repo${meaning.index ?? 1}-storage-host\``}.`,
      };
    }
  },
} as const satisfies ClusterRule;

/** True for a line of the operator's own. */
const isOwn = ({ from, meaning }: Line) => from !== "global" && from !== "secret" && meaning.is === "option";

const optionKey = ({ meaning, section }: Line) =>
  meaning.is === "option" ? `${meaning.name} ${meaning.index} ${section}` : "";
