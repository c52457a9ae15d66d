import { wordsOf } from "../../findings/finding-text.ts";
import { visible } from "../../text/visible.ts";
import { version } from "../../version.ts";
import { objectText } from "../finding-key.ts";
import type { Located } from "../located.ts";
import { messageText, type Report, whereText } from "./report.ts";

/**
 * JUnit's XML: a test case for each cluster that was judged, and for whatever else an error or a warning is about; infos are output. It says no
 * times and no host: nothing is measured. What it holds, and in which order, is what both Ant's schema (https://github.com/windyroad/JUnit-Schema)
 * and Jenkins' (xunit-plugin, junit-10.xsd) allow.
 */
export function junit({ located, judged }: Report): string {
  const cases = new Map<string, Case>();
  const caseOf = (classname: string, name: string): Case => {
    const key = `${classname}\n${name}`;
    const known = cases.get(key) ?? { classname, name, failing: [] };
    cases.set(key, known);
    return known;
  };
  for (const { object, folder } of judged)
    caseOf(folder ?? object.file?.path ?? whole, objectText({ in: "field", object, path: [] }));
  for (const each of located) {
    const { finding, folder, file } = each;
    if (finding.severity === "info") continue;
    const classname = folder ?? finding.at.object.file?.path ?? file ?? whole;
    caseOf(classname, objectText(finding.at) || finding.rule).failing.push(each);
  }
  const infos = lines(located.filter(({ finding }) => finding.severity === "info"));
  const failures = [...cases.values()].filter(({ failing }) => failing.length > 0).length;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="expand-pgbackrest" package="expand-pgbackrest" id="0" tests="${cases.size}" failures="${failures}" errors="0">
    <properties><property name="version" value="${version}"/></properties>
${[...cases.values()].map(testcase).join("")}    <system-out>${escaped(infos)}</system-out>
    <system-err/>
  </testsuite>
</testsuites>
`;
}

/** What is judged: an object, or a file that is not read. */
interface Case {
  readonly classname: string;
  readonly name: string;
  readonly failing: Located[];
}

/** What findings about the input as a whole are about. */
const whole = "expand-pgbackrest";

function testcase({ classname, name, failing }: Case): string {
  const worst = failing.find(({ finding }) => finding.severity === "error") ?? failing[0];
  const failure =
    worst === undefined
      ? ""
      : `<failure message="${escaped(wordsOf(worst.finding).problem)}" type="${worst.finding.severity}">${escaped(lines(failing))}</failure>`;
  return `    <testcase classname="${escaped(visible(classname))}" name="${escaped(name)}">${failure}</testcase>\n`;
}

const lines = (items: Report["located"]) =>
  items
    .map((each) =>
      [whereText(each), each.finding.severity, `${messageText(each)} [${each.finding.rule}]`]
        .filter((part) => part !== "")
        .join(": "),
    )
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
