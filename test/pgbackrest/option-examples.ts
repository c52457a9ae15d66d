import type { Option } from "../../src/pgbackrest/option.ts";

/** Values worth trying for an option: the edges of what is allowed, and what people write by mistake. */
export function values(option: Option): readonly string[] {
  const pair = Array.isArray(option.range) ? option.range : undefined;
  const edges =
    pair === undefined
      ? []
      : [pair[0] - 1, pair[0], pair[1], pair[1] + 1].map((value) =>
          option.type === "time" ? String(value / 1000) : String(value),
        );
  const allowed = (option.allow ?? []).map(String);
  const common: Readonly<Record<Option["type"], readonly string[]>> = {
    boolean: ["y", "n", "yes", "true", "Y", "1"],
    integer: ["1", "four", "1.5", "+4", "04", "4k"],
    size: ["1MiB", "20971520", "1 GiB", "1.5GiB", "20mb", "x"],
    time: ["60", "abc", "0.5"],
    path: ["/a/b", "/x y", "relative", "/a//b", "/a/"],
    "string-id": ["LZ4", "nonsense"],
    string: ["x", "a # b", "a=b", '"q"'],
    list: ["x", "a # b"],
    hash: ["a=b", "a=", "nonsense"],
  };
  return [...new Set([...edges, ...allowed, ...common[option.type]])].filter((value) => value !== "");
}

/** An option's key, with a number where it takes one. */
export const keyOf = (name: string, { group }: Option, number = 1) =>
  group === undefined ? name : name.replace(group, `${group}${number}`);
