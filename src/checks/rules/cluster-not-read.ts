import type { Path } from "../../findings/finding.ts";
import { quotableText } from "../../text/quotable.ts";
import type { InputRule } from "../rule.ts";

export const clusterNotRead = {
  id: "cluster-not-read",
  severity: "warning",
  title: "Resource that looks like a cluster but is not one",
  why: "The operator reads one kind in one version of its API. What has another kind, group or version, for example that of the Zalando operator, is not a cluster to it, so nothing in it is backed up or checked.",
  source: "CYBERTEC-pg-operator@88e7a829:pkg/apis/cpo.opensource.cybertec.at/register.go",
  holdsWhateverIsFilledIn: true,
  bad: { postgresql: "apiVersion: acid.zalan.do/v1" },
  good: { postgresql: "apiVersion: cpo.opensource.cybertec.at/v1" },
  *checkInput({ notRead }) {
    for (const { object, expected, below } of notRead) {
      if (below !== undefined) {
        yield {
          at: { in: "field", object, path: below },
          problem: `This cluster is inside of a resource of \`kind: ${quotableText(object.kind)}\`, so neither the operator nor this program reads it where it is.`,
          fix: "Check what is made of that resource, or move the cluster to a manifest of its own.",
        };
        continue;
      }
      const wrong = (["apiVersion", "kind"] as const).filter((field) => object[field] !== expected[field]);
      const path: Path = wrong.slice(0, 1);
      const given = wrong.map((field) =>
        object[field] === "" ? `no \`${field}\`` : `\`${field}: ${quotableText(object[field])}\``,
      );
      yield {
        at: { in: "field", object, path },
        problem: `This looks like a cluster but has ${given.join(" and ")}, so neither the operator nor this program reads it.`,
        fix: `Write ${wrong.map((field) => `\`${field}: ${expected[field]}\``).join(" and ")}.`,
      };
    }
  },
} as const satisfies InputRule;
