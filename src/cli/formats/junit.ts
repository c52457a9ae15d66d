import { rules } from "../../checks/index.ts";
import { placeText } from "../../finding-text.ts";
import { messageOf, type Report, withoutFile } from "./report.ts";

/** JUnit's XML: a test case per rule, which fails for errors and warnings and tells infos as output. */
export function junit({ located }: Report): string {
  const ids = [...new Set([...rules.map(({ id }) => id), ...located.map(({ finding }) => finding.rule)])];
  const cases = ids.map((id) => {
    const found = located.filter(({ finding }) => finding.rule === id);
    const failing = found.filter(({ finding }) => finding.severity !== "info");
    const lines = (items: Report["located"]) =>
      items
        .map(
          ({ finding, file, line }) =>
            `${file === undefined ? "" : `${file}:${line}: `}${placeText(withoutFile(finding.at))}: ${finding.severity}: ${messageOf(finding)}`,
        )
        .join("\n");
    const infos = found.filter(({ finding }) => finding.severity === "info");
    const failure =
      failing.length === 0
        ? ""
        : `<failure message="${escaped(failing[0]?.finding.problem ?? "")}" type="${failing[0]?.finding.severity}">${escaped(lines(failing))}</failure>`;
    const output = infos.length === 0 ? "" : `<system-out>${escaped(lines(infos))}</system-out>`;
    return `    <testcase classname="expand-pgbackrest" name="${escaped(id)}" time="0">${failure}${output}</testcase>\n`;
  });
  const failures = ids.filter((id) =>
    located.some(({ finding }) => finding.rule === id && finding.severity !== "info"),
  ).length;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="expand-pgbackrest" tests="${ids.length}" failures="${failures}" errors="0" time="0">
  <testsuite name="expand-pgbackrest" tests="${ids.length}" failures="${failures}" errors="0" skipped="0" time="0" timestamp="1970-01-01T00:00:00" hostname="localhost">
${cases.join("")}  </testsuite>
</testsuites>
`;
}

/** Text of an XML attribute or element, without the control characters that XML does not allow. */
const escaped = (text: string) =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;");
