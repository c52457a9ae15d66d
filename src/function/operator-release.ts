import type { RuleDiagnostic } from "../checks/rule.ts";
import { isNewer, newestRelease, type OperatorRelease, releaseChoices } from "../cpo/releases.ts";
import type { Path, Place } from "../findings/finding.ts";
import { type UsableRelease, unknownRelease } from "./configured-release.ts";
import { type Config, releasePlace } from "./function-config.ts";
import type { DeployedRelease } from "./operator-deployments.ts";

/** The operator's release, and what there is to say about how it was found. */
export interface FoundRelease {
  readonly release: OperatorRelease;
  readonly diagnostics: readonly RuleDiagnostic[];
}

/** The release whose objects are made: what the functionConfig says, else what a Deployment of the operator runs, else the newest that is known. */
export function findRelease(
  config: Pick<Config, "object" | "operatorRelease">,
  deployed: readonly DeployedRelease[],
): FoundRelease {
  const place = releasePlace(config);
  if (config.operatorRelease === undefined) return deployedRelease(deployed);
  const { operatorRelease } = config;
  const other = deployed.find(({ said }) => said !== undefined && nameOf(said.named) !== nameOf(operatorRelease));
  return {
    release: operatorRelease.release,
    diagnostics: [
      ...newer(operatorRelease, place),
      ...(other?.said === undefined
        ? []
        : [
            {
              at: place,
              also: [other.place],
              problem: `\`release\` says v${nameOf(operatorRelease)}, but the operator's Deployment runs v${nameOf(other.said.named)}. The objects are those of v${operatorRelease.release.name}; if the operator is of another release, it replaces the repo host, whose pod restarts twice at each apply.`,
              fix: "Set `release` to what runs, or remove it: then it is taken from the Deployment.",
            },
          ]),
    ],
  };
}

const nameOf = (named: UsableRelease | { readonly is: "unknown"; readonly name: string }) =>
  named.is === "known" ? named.release.name : named.name;

/** A release that is newer than all that are known. */
function newer(named: UsableRelease, at: Place): readonly RuleDiagnostic[] {
  if (named.is === "known") return [];
  return [
    {
      at,
      problem: `This program knows the operator up to v${named.release.name}, not v${named.name}. Objects and checks are those of v${named.release.name}; where the operator makes others, it replaces what you apply.`,
      fix: `Use a release of this program that knows v${named.name}, or leave the objects to the operator and apply the \`postgresql\` alone.`,
    },
  ];
}

/** The release of the Deployments, where the functionConfig says none. */
function deployedRelease(deployed: readonly DeployedRelease[]): FoundRelease {
  const named = deployed.flatMap(({ said, place: at }) => (said === undefined ? [] : [{ ...said, at }]));
  const [first] = named;
  if (first === undefined) return { release: newestRelease, diagnostics: deployed.slice(0, 1).map(untold) };
  const other = named.find((each) => nameOf(each.named) !== nameOf(first.named));
  if (other !== undefined) {
    const release = named
      .flatMap((each) => (each.named.is === "unknown" ? [] : [each.named.release]))
      .reduce<OperatorRelease | undefined>(
        (newest, each) => (newest === undefined || isNewer(each.name, newest.name) ? each : newest),
        undefined,
      );
    return {
      release: release ?? newestRelease,
      diagnostics: [
        {
          at: other.at,
          also: [first.at],
          problem: `Two Deployments of the operator are of different releases, v${nameOf(first.named)} and v${nameOf(other.named)}. The objects are those of v${(release ?? newestRelease).name}; an operator of another release replaces the repo host, whose pod restarts twice at each apply.`,
          fix: "Set `spec.operator.release` in the functionConfig to the release that runs these clusters.",
        },
      ],
    };
  }
  if (first.named.is !== "unknown") return { release: first.named.release, diagnostics: newer(first.named, first.at) };
  const { problem } = unknownRelease(first.named, first.text);
  return {
    release: newestRelease,
    diagnostics: [
      {
        severity: "error",
        at: first.at,
        problem,
        fix: `Upgrade the operator, or set \`spec.operator.release\` in the functionConfig to ${releaseChoices}, to have the objects of that release.`,
      },
    ],
  };
}

/** A Deployment that says nothing of its release. */
const untold = ({ place }: DeployedRelease): RuleDiagnostic => ({
  severity: "info",
  at: place,
  problem: `Neither the tag of the operator's image nor a label says which release it is. The objects are those of v${newestRelease.name}.`,
  fix: `Set \`spec.operator.release\` in the functionConfig: ${releaseChoices}.`,
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
