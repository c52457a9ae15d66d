import { imageProblem, splitImage } from "../../kubernetes/image-reference.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import { remembered } from "../../text/memo.ts";
import { quotableText } from "../../text/quotable.ts";
import type { ClusterRule } from "../rule.ts";

export const imageKind = {
  id: "image-kind",
  severity: "warning",
  title: "Image of another kind",
  why: "The operator gives the containers of backup jobs and of the repo host no command: the image itself has to read `MODE` and do what it says. The images for Postgres and for monitoring are in the same repository as those for backups, and do something else.",
  source: "contract 2.4, 2.6",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            image: docker.io/cybertecpostgresql/cybertec-pg-container:postgres-18.3-1
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            image: docker.io/cybertecpostgresql/cybertec-pg-container:pgbackrest-18.3-1
    `,
  },
  *checkCluster({ cluster: { image, object } }) {
    const found = kindOf(image);
    if (found === "backups") return;
    yield {
      at: { in: "field", object, path: ["spec", "backup", "pgbackrest", "image"] },
      problem: `\`${quotableText(image.split("@")[0] ?? "")}\` is ${found.what}, so no job makes a backup: the operator gives the container no command, and this image does something else by itself.`,
      fix: found.fix,
    };
  },
} as const satisfies ClusterRule;

const example = "docker.io/cybertecpostgresql/cybertec-pg-container:pgbackrest-18.3-1";

interface OtherKind {
  readonly what: string;
  readonly fix: string;
}

/** Of a fleet's images, few are different. Other rules report what is no name, and what is not filled in. */
const kindOf = remembered((image): OtherKind | "backups" =>
  isValueFilledInLater(image) || imageProblem(image) !== undefined ? "backups" : (otherKind(image) ?? "backups"),
);

/** What an image is that is certainly not one for backups; `undefined` for any that may be one: only names that everybody knows tell. */
function otherKind(image: string): OtherKind | undefined {
  const { name, tag } = splitImage(image);
  // Of an image that is given by its digest alone, nobody can say what it is.
  if (tag === undefined && image.includes("@")) return undefined;
  if (tag !== undefined && /(^|[-_.])pgbackrest([-_.]|$)/.test(tag)) return undefined;
  if (name === "cybertec-pg-container") {
    if (tag === undefined) return undefined;
    const [, version] = /^[a-z]+(?:-[a-z]+)*-(\d+\.\d+-\d+)$/.exec(tag) ?? [];
    const meant =
      version === undefined ? undefined : `${image.slice(0, image.indexOf(`:${tag}`))}:pgbackrest-${version}`;
    return {
      what: "an image of another kind than `pgbackrest`",
      fix: `Write the image whose tag begins with \`pgbackrest-\`, for example \`${quotableText(meant ?? example)}\`.`,
    };
  }
  if (name === "postgres" || /^spilo(-\d+)?$/.test(name))
    return {
      what: "an image for a database",
      fix: `Write the operator's image for backups, for example \`${example}\`.`,
    };
  return undefined;
}
