import { expect } from "chai";
import { mistakeProblem } from "../../src/cli/resource-mistakes.ts";
import type { Finding } from "../../src/findings/finding.ts";

const finding = (rule: string, kind: string, name: string): Finding => ({
  ...{ rule, severity: "error", problem: `${rule} is wrong.`, fix: "Mend it." },
  at: { in: "field", object: { apiVersion: "v1", kind, name }, path: [] },
});

describe("the problem of a resource with mistakes", () => {
  const clone = finding("clone-source", "postgresql", "demo");
  const shared = finding("shared-repository", "postgresql", "demo");
  const option = finding("unknown-option", "Secret", "demo-s3");
  const cases = [
    ["none", [], undefined, undefined],
    ["one that is about a clone alone", [clone], "warning", "postgresql/demo"],
    ["one that harms others' backups", [shared], "critical", "postgresql/demo"],
    ["one of each", [clone, shared], "critical", "postgresql/demo"],
    ["one in the Secret", [option], "critical", "Secret/demo-s3"],
    ["one in the Secret, and one in the resource", [option, shared], "critical", "postgresql/demo"],
  ] as const;
  for (const [name, findings, level, object] of cases)
    it(`has the level and the object of what is wrong: ${name}`, () => {
      const problem = mistakeProblem("demo", findings);
      expect([problem?.level, problem?.object]).to.deep.equal([level, object]);
    });
});
