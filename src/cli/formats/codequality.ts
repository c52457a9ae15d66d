import { visible } from "../../text/visible.ts";
import { jsonText } from "../json-text.ts";
import { fingerprints } from "./fingerprints.ts";
import { messageText, type Report } from "./report.ts";

const severities = { error: "critical", warning: "major", info: "info" } as const;

/** GitLab's Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export function codequality({ located, paths }: Report): string {
  const fingerprintOf = fingerprints({ located, paths });
  return jsonText(
    located.map((each) => {
      const { file, line } = each;
      const { rule, severity } = each.finding;
      return {
        type: "issue",
        check_name: rule,
        description: messageText(each),
        categories: ["Bug Risk"],
        severity: severities[severity],
        fingerprint: fingerprintOf.get(each),
        // GitLab shows nothing without a file.
        location: {
          path: visible(file === undefined ? paths.whole : paths.inRepository(file)),
          lines: { begin: line },
        },
      };
    }),
  );
}
