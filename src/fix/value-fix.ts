import type { Option } from "../pgbackrest/option.ts";

/** What a value that pgBackRest refuses can only mean, spelled as pgBackRest reads it; `undefined` where it can mean several things. */
export function valueFix({ type }: Option, value: string): string | undefined {
  switch (type) {
    case "boolean":
      if (/^(?:true|yes|on|y)$/i.test(value)) return "y";
      return /^(?:false|no|off|n)$/i.test(value) ? "n" : undefined;
    case "size": {
      // Kubernetes writes `10Gi`; with white space before the unit it is the same size.
      const [, number, unit] = /^(\d+)\s*(?:([kmgtp])(?:i?b?)?|b)$/i.exec(value) ?? [];
      if (number === undefined) return undefined;
      return unit === undefined ? number : `${number}${unit.toUpperCase()}iB`;
    }
    case "time": {
      const [, number] = /^(\d+)\s*(?:s|sec|secs|second|seconds)$/i.exec(value) ?? [];
      return number;
    }
    case "path":
      return value.startsWith("/") && value.includes("//") ? value.replace(/\/{2,}/g, "/") : undefined;
    default:
      return undefined;
  }
}
