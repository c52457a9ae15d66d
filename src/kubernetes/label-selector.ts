import type { Config } from "../function/function-config.ts";

/** True where the labels match a Kubernetes label selector; without one everything matches. */
export function matches(selector: Config["selector"], labels: Readonly<Record<string, string>>): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => operators[operator](labels[key], values))
  );
}

type Operator = NonNullable<NonNullable<Config["selector"]>["matchExpressions"]>[number]["operator"];

const operators: Readonly<Record<Operator, (value: string | undefined, values: readonly string[]) => boolean>> = {
  Exists: (value) => value !== undefined,
  DoesNotExist: (value) => value === undefined,
  In: (value, values) => value !== undefined && values.includes(value),
  NotIn: (value, values) => value === undefined || !values.includes(value),
};
