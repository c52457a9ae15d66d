import { imageProblem, splitImage } from "../../kubernetes/image-reference.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import { remembered } from "../../text/memo.ts";
import { quotableText } from "../../text/quotable.ts";
import type { ClusterRule } from "../rule.ts";

export const imageKind = {
  id: "image-kind",
  severity: "warning",
  title: "Image of another kind",
  why: "The operator gives the containers of backup jobs and of the repo host no command: the image itself has to read `MODE` and do what it says. The images for Postgres and for monitoring are in the same repository as those for backups, and do something else. Postgres pods, in turn, need an image with pgBackRest in it, or no WAL is archived.",
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
  *checkCluster({ cluster: { image, object, resource } }) {
    const ofJobs = kindOf(image);
    if (ofJobs !== "right")
      yield {
        at: { in: "field", object, path: ["spec", "backup", "pgbackrest", "image"] },
        problem: `\`${shown(image)}\` is ${ofJobs.what}, so no job makes a backup: the operator gives the container no command, and this image does something else by itself.`,
        fix: ofJobs.fix,
      };
    const { dockerImage = "" } = resource.spec;
    const ofPods = kindOfPods(dockerImage);
    if (ofPods !== "right")
      yield {
        at: { in: "field", object, path: ["spec", "dockerImage"] },
        problem: `\`${shown(dockerImage)}\` is ${ofPods.what}: Postgres pods need the operator's own image for Postgres, which archives WAL with the pgBackRest that it brings.`,
        fix: ofPods.fix,
      };
  },
} as const satisfies ClusterRule;

const repository = "docker.io/cybertecpostgresql/cybertec-pg-container";
const shown = (image: string) => quotableText(image.split("@")[0] ?? "");

interface OtherKind {
  readonly what: string;
  readonly fix: string;
}

/** Of a fleet's images, few are different. Other rules report what is no name, and what is not filled in. */
const kindBy = (otherKind: (image: string) => OtherKind | undefined) =>
  remembered((image): OtherKind | "right" =>
    isValueFilledInLater(image) || imageProblem(image) !== undefined ? "right" : (otherKind(image) ?? "right"),
  );

/** Of an image that is certainly not one for backups, what it is. Any other may be one: only names that everybody knows tell. */
const kindOf = kindBy((image) => {
  const { name, tag } = splitImage(image);
  // Of an image that is given by its digest alone, nobody can say what it is.
  if (tag === undefined && image.includes("@")) return undefined;
  if (tag !== undefined && /(^|[-_.])pgbackrest([-_.]|$)/.test(tag)) return undefined;
  if (name === ownName)
    return tag === undefined
      ? undefined
      : { what: "an image of another kind than `pgbackrest`", fix: ownFix("pgbackrest", image) };
  if (name === "postgres" || isSpilo(name))
    return {
      what: "an image for a database",
      fix: `Write the operator's image for backups, for example \`${repository}:pgbackrest-18.3-1\`.`,
    };
  return undefined;
});

/** The same of an image that is certainly not one for Postgres pods. Many have their own `postgres` and `spilo`, to which they add what they need. */
const kindOfPods = kindBy((image) => {
  const { name, tag = "" } = splitImage(image);
  if (name === ownName)
    return /^(?:pgbackrest|exporter)-/.test(tag)
      ? { what: "an image of another kind than `postgres`", fix: ownFix("postgres", image) }
      : undefined;
  if (!publicDatabase.test(image)) return undefined;
  return {
    what: "an image without pgBackRest",
    fix: `Write the operator's image for Postgres, for example \`${repository}:postgres-18.3-1\`.`,
  };
});

/** The images that the PostgreSQL community and Zalando publish. */
const publicDatabase = /^(?:(?:docker\.io\/)?(?:library\/)?postgres|(?:\S+\/)?zalando\/spilo-\d+)(?:[:@]|$)/;

const ownName = "cybertec-pg-container";
const isSpilo = (name: string) => /^spilo(-\d+)?$/.test(name);

/** How to name the image of a kind that belongs to one of another kind. */
function ownFix(kind: "pgbackrest" | "postgres", image: string): string {
  const { tag = "" } = splitImage(image);
  const [, version] = /^[a-z]+(?:-[a-z]+)*-(\d+\.\d+-\d+)$/.exec(tag) ?? [];
  const meant =
    version === undefined
      ? `${repository}:${kind}-18.3-1`
      : `${image.slice(0, image.indexOf(`:${tag}`))}:${kind}-${version}`;
  return `Write the image whose tag begins with \`${kind}-\`, for example \`${quotableText(meant)}\`.`;
}
