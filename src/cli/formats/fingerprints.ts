import { createHash } from "node:crypto";
import { keyOf } from "../finding-key.ts";
import type { Located } from "../located.ts";
import type { Report } from "./report.ts";

/**
 * A fingerprint for each finding, the same as long as the mistake is there: lines, wording and severity are not in it. Of findings that are alike
 * in one file, as those of two overlays of a base, each has its own.
 */
export function fingerprints({ located, paths }: Pick<Report, "located" | "paths">): ReadonlyMap<Located, string> {
  const counts = new Map<string, number>();
  return new Map(
    located.map((each) => {
      const { rule, object, field } = keyOf(each);
      const file = each.file === undefined ? "" : paths.inRepository(each.file);
      const text = JSON.stringify([rule, object, field, file]);
      const earlier = counts.get(text) ?? 0;
      counts.set(text, earlier + 1);
      const hash = createHash("sha256").update(text).digest("hex").slice(0, 32);
      return [each, `${hash}:${earlier + 1}`];
    }),
  );
}
