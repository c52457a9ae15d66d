import { rules } from "../../checks/rules/index.ts";
import { wordsOf } from "../../findings/finding-text.ts";
import { version } from "../../version.ts";
import { messageText, type Report, whereText } from "./report.ts";

/**
 * JUnit's XML: a test case per rule, which fails for errors and warnings; infos are output. What it holds, and in which order, is what both
 * Ant's schema (https://github.com/windyroad/JUnit-Schema) and Jenkins' (xunit-plugin, junit-10.xsd) allow.
 */
export function junit({ located }: Report): string {
  const ids = [...new Set([...rules.map(({ id }) => id), ...located.map(({ finding }) => finding.rule)])];
  const failing = located.filter(({ finding }) => finding.severity !== "info");
  const cases = ids.map((id) => {
    const found = failing.filter(({ finding }) => finding.rule === id);
    const [first] = found;
    const failure =
      first === undefined
        ? ""
        : `<failure message="${escaped(wordsOf(first.finding).problem)}" type="${first.finding.severity}">${escaped(lines(found))}</failure>`;
    return `    <testcase classname="expand-pgbackrest" name="${escaped(id)}" time="0">${failure}</testcase>\n`;
  });
  const infos = lines(located.filter(({ finding }) => finding.severity === "info"));
  const failures = new Set(failing.map(({ finding }) => finding.rule)).size;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="expand-pgbackrest" package="expand-pgbackrest" id="0" tests="${ids.length}" failures="${failures}" errors="0" time="0" timestamp="1970-01-01T00:00:00" hostname="localhost">
    <properties><property name="version" value="${version}"/></properties>
${cases.join("")}    <system-out>${escaped(infos)}</system-out>
    <system-err/>
  </testsuite>
</testsuites>
`;
}

const lines = (items: Report["located"]) =>
  items
    .map((each) => [whereText(each), each.finding.severity, messageText(each)].filter((part) => part !== "").join(": "))
    .join("\n");

/** Text of an XML attribute or element, without the control characters that XML does not allow. */
const escaped = (text: string) =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;");
