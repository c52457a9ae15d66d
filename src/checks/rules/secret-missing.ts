import type { Cluster } from "../../cpo/cluster.ts";
import type { Path, Place } from "../../findings/finding.ts";
import { withoutHash } from "../../secret/without-hash.ts";
import { quotableFile } from "../../text/quotable.ts";
import type { RenamedSecret } from "../input.ts";
import type { InputContext } from "../input-context.ts";
import { type Asking, type PresentSecrets, presentSecrets } from "../present-secrets.ts";
import type { InputRule, RuleDiagnostic } from "../rule.ts";

export const secretMissing = {
  id: "secret-missing",
  severity: "error",
  otherSeverities: ["warning", "info"],
  title: "Configuration Secret not in the input",
  why: "The operator mounts the Secret as optional: with a wrong name the pods still run, but without credentials and perhaps without encryption.",
  source: "contract 5.16",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            configuration:
              secret: demo-S3
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            configuration:
              secret: demo-s3
    `,
  },
  *checkInput(input) {
    const uses = secretUses(input);
    const missing = uses.filter(({ cluster, name }) => input.secret(name, cluster.namespace) === undefined);
    if (missing.length === 0) return;
    const present = presentSecrets(input.secretNames);
    for (const { cluster, name, path } of missing) {
      const { namespace = "" } = cluster;
      const at = { in: "field" as const, object: cluster.object, path };
      const renamed = input.renamedSecret(cluster.object, name);
      const asking = { namespace, kustomization: input.kustomizationOf(cluster.object) };
      const hashed = present.visible(withoutHash(name), namespace);
      const elsewhere = present.called(withoutHash(name));
      const meant = present.nearest(withoutHash(name), asking);
      const unnamed = unnamedDiagnostic(name, asking, present);
      if (hashed !== undefined) {
        yield {
          at,
          problem: `There is no Secret \`${name}\` in the input, but there is \`${hashed.name}\`: the two differ in the hash that kustomize adds to a generated name, and the pods start without what is in it.`,
          fix: `Write \`secret: ${withoutHash(name)}\` and list the Component fn-config/component or fn-config/namereference, by which kustomize knows that the resource refers to the Secret; or set \`generatorOptions: {disableNameSuffixHash: true}\`.`,
        };
      } else if (renamed !== undefined) {
        yield renamedDiagnostic(at, name, renamed);
      } else if (unnamed !== undefined) {
        yield { at, ...unnamed };
      } else if (elsewhere.length > 0) {
        yield {
          at,
          severity: "warning",
          problem: `Secret \`${name}\` is in ${elsewhere.length === 1 ? "namespace" : "the namespaces"} ${elsewhere
            .slice(0, 5)
            .map((other) => `\`${other.namespace}\``)
            .join(" and ")}, where the cluster in \`${namespace}\` cannot see it.`,
          fix: `Move the Secret to namespace \`${namespace}\`, or create it there, too; pods mount Secrets of their own namespace only.`,
        };
      } else if (meant !== undefined) {
        yield {
          at,
          severity: isSlip(withoutHash(name), meant) ? "error" : "warning",
          problem: `There is no Secret \`${name}\` in the input, but there is \`${meant}\`.`,
          fix: `Write \`secret: ${meant}\` if you mean that one.`,
        };
      } else if (input.secretsExpectedIn === "build") {
        yield {
          at,
          severity: "info",
          problem: `Secret \`${name}\` is not in what was built, so nothing in it could be checked.`,
          fix: "If something else creates it in the cluster, there is nothing to do; else add it to the kustomization, or correct the name.",
        };
      } else if (input.secretsExpectedIn === "input") {
        yield {
          at,
          severity: "info",
          problem: `Secret \`${name}\` is not in the input, so nothing in it could be checked.`,
          fix: "If something in the cluster creates it, there is nothing to do; if a `secretGenerator` beside the Component does, list fn-config/transformer instead, because kubectl up to 1.30 runs Components first.",
        };
      }
    }
  },
} as const satisfies InputRule;

/** The name that kustomize gave the Secret is not in the resource. */
function renamedDiagnostic(
  at: Place,
  name: string,
  { name: newName, kustomization, listedAs }: RenamedSecret,
): RuleDiagnostic {
  const change = `whose name kustomize changes${newName === undefined ? "" : ` to \`${newName}\``}, but not here`;
  // kustomize follows references to the Secrets that it sees; a Secret that is made in the cluster is not one of them.
  if (listedAs !== undefined && listedAs !== "Secret")
    return {
      at,
      problem: `${kustomization} lists the ${listedAs} that makes the Secret \`${name}\`, ${change}: the pods start without what is in it.`,
      fix: `Write ${newName === undefined ? "the new name" : `\`secret: ${newName}\``} with a patch in the layer that changes the name${listedAs === "ExternalSecret" ? "; or set `spec.target.name` of the ExternalSecret, which kustomize does not change" : ""}.`,
    };
  return {
    at,
    problem: `${kustomization} ${listedAs === undefined ? "generates" : "lists"} the Secret \`${name}\`, ${change}, because it does not know that this field refers to a Secret: the pods start without what is in it.`,
    fix: `List the Component fn-config/component or fn-config/namereference, by which kustomize knows it${listedAs === undefined ? "; or set `generatorOptions: {disableNameSuffixHash: true}` if the hash is all that kustomize adds to the name" : ""}.`,
  };
}

/**
 * A Secret with options of pgBackRest that no cluster names, where one names a Secret that is not there: one of the two names is wrong. Of
 * several, the one with a similar name is meant; else any may be.
 */
function unnamedDiagnostic(
  name: string,
  asking: Asking,
  present: PresentSecrets,
): Pick<RuleDiagnostic, "problem" | "fix"> | undefined {
  const meant = present.nearestWithOptions(withoutHash(name), asking);
  if (meant !== undefined) {
    return {
      problem: `There is no Secret \`${name}\` in the input, but there is \`${meant}\`.`,
      fix: `Write \`secret: ${meant}\` if you mean that one.`,
    };
  }
  const { first, count } = present.withOptions(asking);
  const names = first.map((secret) => `\`${withoutHash(secret.name)}\``);
  const [only] = names;
  if (only === undefined) return undefined;
  const there = first.map(({ optionFile = "" }, at) => `${names[at]}, which has \`${quotableFile(optionFile)}\`,`);
  const more = count > first.length ? [`${count - first.length} more`] : [];
  const missing = `There is no Secret \`${name}\` in the input`;
  if (count === 1)
    return {
      problem: `${missing}; ${there[0]} is named by no cluster.`,
      fix: `Write \`secret: ${only.slice(1)} if you mean that one.`,
    };
  return {
    problem: `${missing}; ${[...there, ...more].join(" and ")} are named by no cluster.`,
    fix: `Write the name of the one that you mean, for example \`secret: ${only.slice(1)}.`,
  };
}

/** A name of a Secret in a cluster, and where it is written. */
interface SecretUse {
  readonly cluster: Cluster;
  readonly name: string;
  readonly path: Path;
}

/** Where clusters name Secrets: for their backups, and for those of the cluster they are cloned from. */
function secretUses({ cloned, clusters }: InputContext): readonly SecretUse[] {
  const below = (section: string) => ["spec", section, "pgbackrest", "configuration", "secret"];
  return [
    ...clusters.map((cluster) => ({ cluster, name: cluster.secretName, path: below("backup") })),
    ...cloned.map((cluster) => ({
      cluster,
      name: cluster.resource.spec.clone?.pgbackrest?.configuration?.secret ?? "",
      path: below("clone"),
    })),
  ].filter(({ name }) => name !== "");
}

/** True for names that differ only in capitals or a letter at the end: hardly two Secrets, one of which is made elsewhere. */
const isSlip = (name: string, other: string) =>
  name.toLowerCase() === other.toLowerCase() || isLonger(name, other) || isLonger(other, name);

const isLonger = (long: string, short: string) =>
  long.length === short.length + 1 && long.startsWith(short) && /[a-z]$/.test(long);
