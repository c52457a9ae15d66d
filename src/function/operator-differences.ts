import type { FlatSettings } from "../cpo/operator-configuration.ts";
import { type NamedRelease, newestRelease } from "../cpo/releases.ts";
import { resolveSettings, type Settings } from "../cpo/settings.ts";
import { settingTypes } from "../cpo/settings-from-text.ts";
import { goDurationSeconds } from "../go/duration.ts";
import { equalValues } from "../json/equal-values.ts";
import type { JsonValue } from "../json/json-value.ts";
import { quotableText } from "../text/quotable.ts";
import { type FoundConfiguration, findOperatorConfiguration } from "./find-operator-configuration.ts";
import type { Config } from "./function-config.ts";
import { deployedReleases } from "./operator-deployments.ts";
import { findRelease } from "./operator-release.ts";
import type { Input } from "./read.ts";

/** How the operator of a Kubernetes cluster is not the one that the objects were made for. */
export interface OperatorDifference {
  readonly problem: string;
  readonly fix: string;
}

/**
 * Holds what input and functionConfig say of the operator to the one that runs. What they do not say was taken from that one, and does not
 * differ. None where no operator was looked for, or none was found.
 */
export function operatorDifferences(
  { resources, livingOperator }: Pick<Input, "resources" | "livingOperator">,
  config: Config,
): readonly OperatorDifference[] {
  if (livingOperator === undefined) return [];
  const { configurations, deployments } = livingOperator;
  const used = findRelease(config, deployedReleases(resources.deployments, deployments), []).release;
  const running = deployedReleases(deployments).flatMap(({ said }) => (said === undefined ? [] : [said.named]));
  const written = findOperatorConfiguration(resources, config.object, configurations);
  const living = findOperatorConfiguration(
    { operatorConfigurations: [], configMaps: [] },
    config.object,
    configurations,
  );
  return [
    ...(running.length === 0 || running.some((named) => nameOf(named) === used.name)
      ? []
      : running.slice(0, 1).map((named) => otherRelease(named, used.name))),
    ...(living.object === undefined ? [] : otherSettings(written, living, config.operator, used)),
  ];
}

type Named = Exclude<NamedRelease, { readonly is: "not a release" }>;

const nameOf = (named: Named) => (named.is === "known" ? named.release.name : named.name);

function otherRelease(named: Named, used: string): OperatorDifference {
  const running = `The operator in the cluster is v${nameOf(named)}`;
  const made = `objects are held to what v${used} makes. What differs may be the work of the other release.`;
  if (named.is === "known")
    return {
      problem: `${running}, and the manifests or the functionConfig say v${used}: ${made}`,
      fix: "Set `spec.operator.release` in the functionConfig to the release that runs, or take it out: then it is taken from the cluster.",
    };
  return {
    problem: `${running}, which this program does not know: ${made}`,
    fix:
      named.is === "newer"
        ? "Use a release of this program that knows it."
        : `Upgrade the operator to v${newestRelease.name}, or use \`--drift off\`.`,
  };
}

/** So many settings are named. */
const named = 3;

/** Settings of the objects, without those that no operator has, or that change none of them. */
const effect = ({ jobs: _jobs, repoHost: _repoHost, crd: _crd, ...settings }: Settings) => settings;

function otherSettings(
  written: FoundConfiguration,
  living: FoundConfiguration,
  over: FlatSettings,
  release: Settings["release"],
): readonly OperatorDifference[] {
  const resolved = (found: FoundConfiguration, more: FlatSettings) =>
    asJson(effect(resolveSettings(found.origin, [found.settings, more], goDurationSeconds, release)));
  const [asked, runs] = [resolved(written, over), resolved(living, {})];
  if (equalValues(asked, runs)) return [];
  const [own, its]: readonly FlatSettings[] = [{ ...written.settings, ...over }, living.settings];
  const settings = keysOf(settingTypes()).filter(
    (key) =>
      !equalValues(asJson(own?.[key]), asJson(its?.[key])) &&
      // What is not given may be the same by its default.
      !equalValues(asked, resolved(written, { ...over, [key]: its?.[key] })),
  );
  const words = settings.slice(0, named).map((key) => `\`${key}\` is ${shown(its?.[key])}, not ${shown(own?.[key])}`);
  const more = settings.length - words.length;
  const what = [...words, ...(more > 0 ? [`${more} more`] : [])].join("; ");
  return [
    {
      problem: `The operator in the cluster is configured otherwise than the manifests or the functionConfig say${what === "" ? "" : `: ${what}`}. Objects are held to what these say, and what differs may be the operator's work.`,
      fix: "Apply the operator's configuration and restart the operator, which reads it at its start alone. If the cluster is right, write its settings into the manifests or the functionConfig, or take them out: then they are taken from the cluster.",
    },
  ];
}

const keysOf = (types: ReturnType<typeof settingTypes>): ReadonlyArray<keyof FlatSettings> =>
  Object.keys(types).filter((key): key is keyof FlatSettings => Object.hasOwn(types, key));

const asJson = (value: unknown): JsonValue => JSON.parse(JSON.stringify(value ?? null));

function shown(value: unknown): string {
  if (value === undefined) return "not set";
  return `\`${quotableText(typeof value === "string" ? value : JSON.stringify(value))}\``;
}
