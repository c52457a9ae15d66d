import { isObject, type JsonValue } from "../json/json-value.ts";
import type { Policy } from "../recovery/shortfall.ts";
import { durationSeconds } from "../text/duration.ts";
import { quotableText } from "../text/quotable.ts";
import type { CheckSettings } from "./check-settings.ts";
import { type Flag, type Given, UsageError } from "./command.ts";

/** The flags of a policy, which come on top of that of the functionConfig. */
export const policyFlags = {
  "require-window": {
    value: "TIME",
    help: "report clusters of which not every moment of the last TIME can be restored, for example 14d",
  },
  "require-rpo": { value: "TIME", help: "report clusters of which more than TIME can be lost, for example 1h" },
  "require-encryption": { help: "report repositories that are not encrypted" },
  "require-repos": { value: "N", help: "report clusters with full backups in fewer than N repositories" },
} as const satisfies Readonly<Record<string, Flag>>;

/** The policy of the flags. Throws `UsageError`. */
export function policyOf({ flags }: Pick<Given, "flags">): Policy {
  const duration = (name: string) => {
    const text = flags[name];
    if (typeof text !== "string") return undefined;
    if (durationSeconds(text) === undefined)
      throw new UsageError(
        `--${name} cannot be \`${quotableText(text)}\`; write a duration in weeks, days, hours, minutes and seconds, for example \`14d\` or \`1h30m\`.`,
      );
    return text;
  };
  const repos = flags["require-repos"];
  if (typeof repos === "string" && !/^[0-4]$/.test(repos))
    throw new UsageError(
      `--require-repos cannot be \`${quotableText(repos)}\`; write a number from 0 to 4, which is how many repositories a cluster can have.`,
    );
  const [window, rpo] = [duration("require-window"), duration("require-rpo")];
  return {
    ...(window !== undefined && { window }),
    ...(rpo !== undefined && { rpo }),
    ...(flags["require-encryption"] === true && { encryption: true }),
    ...(typeof repos === "string" && { repos: Number(repos) }),
  };
}

/** The settings, with the demands of a policy on top of those of the functionConfig. */
export function withPolicy(settings: CheckSettings, policy: Policy): CheckSettings {
  if (Object.keys(policy).length === 0) return settings;
  return { ...settings, functionConfigOver: (listed) => demanding(settings.functionConfigOver(listed), policy) };
}

function demanding(functionConfig: JsonValue | undefined, policy: Policy): JsonValue | undefined {
  const config = functionConfig ?? { apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1", kind: "ExpandPgBackRest" };
  if (!isObject(config)) return config;
  if (config.kind === "ConfigMap")
    throw new UsageError(
      "A functionConfig of kind ConfigMap cannot take the demands of --require-window, --require-rpo, --require-encryption and --require-repos. Use the kind ExpandPgBackRest.",
    );
  const spec = isObject(config.spec) ? config.spec : {};
  const given = isObject(spec.policy) ? spec.policy : {};
  return { ...config, spec: { ...spec, policy: { ...given, ...policy } } };
}
