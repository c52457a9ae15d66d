import type { RuleDiagnostic } from "../checks/rule.ts";
import { isNewer, newestRelease, type OperatorRelease, releaseChoices, upgradeChoices } from "../cpo/releases.ts";
import type { Path, Place } from "../findings/finding.ts";
import { refOf } from "../krm/resource.ts";
import { type UsableRelease, unknownRelease } from "./configured-release.ts";
import { type Config, releasePlace } from "./function-config.ts";
import type { Item } from "./item.ts";
import type { DeployedRelease } from "./operator-deployments.ts";

/** The operator's release, and what there is to say about how it was found. */
export interface FoundRelease {
  readonly release: OperatorRelease;
  readonly diagnostics: readonly RuleDiagnostic[];
}

/**
 * The release whose objects are made: what the functionConfig says, else what a Deployment of the operator runs, else the newest that is
 * known. `installers` make a Deployment that is not among the items.
 */
export function findRelease(
  config: Pick<Config, "object" | "operatorRelease">,
  deployed: readonly DeployedRelease[],
  installers: ReadonlyArray<Pick<Item, "head">>,
): FoundRelease {
  const named = deployed.flatMap(({ said, place: at }) => (said === undefined ? [] : [{ ...said, at }]));
  if (config.operatorRelease !== undefined) return configured(config.operatorRelease, releasePlace(config), named);
  if (named.length > 0) return ofDeployments(named);
  const said = deployed.length > 0 ? deployed.map(untold) : installers.map(installed);
  return { release: newestRelease, diagnostics: said.slice(0, 1) };
}

/** A release that a Deployment says it runs. */
interface Said extends NonNullable<DeployedRelease["said"]> {
  readonly at: Place;
}

const nameOf = (named: Said["named"]) => (named.is === "known" ? named.release.name : named.name);

/** The release that the functionConfig says. */
function configured(release: UsableRelease, at: Place, deployed: readonly Said[]): FoundRelease {
  const isRun = deployed.some(({ named }) => nameOf(named) === nameOf(release));
  const other = isRun ? undefined : deployed.find(({ named }) => named.is !== "newer" || release.is !== "newer"); // of two, the objects are the same
  return {
    release: release.release,
    diagnostics: [...newer(release, at), ...(other === undefined ? [] : [mismatch(release, at, other)])],
  };
}

function mismatch(release: UsableRelease, at: Place, { named, at: there }: Said): RuleDiagnostic {
  const unknown = named.is === "known" ? "" : ", which this program does not know";
  return {
    at,
    also: [there],
    problem: `\`release\` says v${nameOf(release)}, but the operator's Deployment runs v${nameOf(named)}${unknown}. The objects are those of v${release.release.name}; if the operator is of another release, it replaces the repo host, whose pod restarts twice at each apply.`,
    fix: {
      known: "Set `release` to what runs, or remove it: then it is taken from the Deployment.",
      newer: withoutIt(nameOf(named)),
      unknown: `Upgrade the operator to v${nameOf(release)}. If it does not run these clusters, turn \`operator-release\` off, with a reason.`,
    }[named.is],
  };
}

const withoutIt = (name: string) =>
  `Use a release of this program that knows v${name}, or leave the objects to the operator and apply the \`postgresql\` alone.`;

/** A release that is newer than all that are known. */
function newer(named: UsableRelease, at: Place): readonly RuleDiagnostic[] {
  if (named.is === "known") return [];
  return [
    {
      at,
      problem: `This program knows the operator up to v${named.release.name}, not v${named.name}. Objects and checks are those of v${named.release.name}; where the operator makes others, it replaces what you apply.`,
      fix: withoutIt(named.name),
    },
  ];
}

/** The newest release of the Deployments, where the functionConfig says none. */
function ofDeployments(deployed: readonly Said[]): FoundRelease {
  const usable = deployed
    .flatMap(({ named, at }) => (named.is === "unknown" ? [] : [{ named, at }]))
    .sort((left, right) => (isNewer(nameOf(left.named), nameOf(right.named)) ? -1 : 1));
  const [newest] = usable;
  if (newest === undefined) return { release: newestRelease, diagnostics: unknown(deployed) };
  const { release } = newest.named;
  return { release, diagnostics: [...different(deployed, release), ...newer(newest.named, newest.at)] };
}

/** Deployments of different releases. */
function different(deployed: readonly Said[], made: OperatorRelease): readonly RuleDiagnostic[] {
  const [first] = deployed;
  const other = deployed.find(({ named }) => first !== undefined && nameOf(named) !== nameOf(first.named));
  if (first === undefined || other === undefined) return [];
  const old = deployed.find(({ named }) => named.is === "unknown");
  const instead =
    old === undefined
      ? ""
      : ` This program does not know v${nameOf(old.named)}: if that one runs them, upgrade it to ${upgradeChoices(nameOf(old.named))}.`;
  return [
    {
      at: other.at,
      also: [first.at],
      problem: `Two Deployments of the operator are of different releases, v${nameOf(first.named)} and v${nameOf(other.named)}. The objects are those of v${made.name}; an operator of another release replaces the repo host, whose pod restarts twice at each apply.`,
      fix: `Set \`spec.operator.release\` in the functionConfig to the release that runs these clusters.${instead}`,
    },
  ];
}

/** Deployments that all run releases whose objects cannot be made. */
function unknown(deployed: readonly Said[]): readonly RuleDiagnostic[] {
  return deployed.slice(0, 1).flatMap(({ named, text, at }) =>
    named.is !== "unknown"
      ? []
      : [
          {
            severity: "error" as const,
            at,
            problem: unknownRelease(named, text).problem,
            fix: `Upgrade the operator to ${upgradeChoices(named.name)}. If another operator runs these clusters, set \`spec.operator.release\` in the functionConfig to its release.`,
          },
        ],
  );
}

/**
 * What makes a Deployment that is not among the items. The version of its chart does not tell the release: the chart 0.9.2-1 of the tutorials
 * installed v1.0.0-1 (CYBERTEC-operator-tutorials 011fcb9), that of the operator's repository once was 1.10.1, and values may replace the image.
 */
const installed = ({ head }: Pick<Item, "head">): RuleDiagnostic => ({
  severity: "info",
  at: { in: "field", object: refOf(head), path: ["metadata", "name"] },
  problem: `This installs the operator, but its release is not known from here: the version of a chart need not be that of the operator. The objects are those of v${newestRelease.name}.`,
  fix: `Set \`spec.operator.release\` in the functionConfig: ${releaseChoices()}.`,
});

/** A Deployment that says nothing of its release. */
const untold = ({ place }: DeployedRelease): RuleDiagnostic => ({
  severity: "info",
  at: place,
  problem: `Neither the tag of the operator's image nor a label says which release it is. The objects are those of v${newestRelease.name}.`,
  fix: `Set \`spec.operator.release\` in the functionConfig: ${releaseChoices()}.`,
});

/** What a release makes of a setting for a read-only root that was given. */
export function readOnlyRootDiagnostics(
  release: OperatorRelease,
  given: { readonly inConfiguration: boolean; readonly inFunctionConfig: boolean },
  at: (name: string, ...below: Path) => Place,
): readonly RuleDiagnostic[] {
  const setting = "container_readonly_root_filesystem";
  if (release.readOnlyRootPods === "none" && (given.inConfiguration || given.inFunctionConfig))
    return [
      {
        at: at(setting),
        problem: `The operator's release v${release.name} does not know \`${setting}\`, so it has no effect.`,
        fix: "Remove it, or upgrade the operator.",
      },
    ];
  if (!release.configurationHasReadOnlyRoot && given.inConfiguration && !given.inFunctionConfig)
    return [
      {
        at: at(setting),
        problem: `The OperatorConfiguration of v${release.name} has no field \`${setting}\`, so the API server drops it and it has no effect.`,
        fix: "Remove it, or upgrade the operator.",
      },
    ];
  return [];
}
