import { visible } from "../../text/visible.ts";
import { messageText, type Report } from "./report.ts";

const commands = { error: "error", warning: "warning", info: "notice" };

/** Workflow commands of GitHub Actions, which become annotations of the pull request. */
export function github({ located, paths }: Report): string {
  return located
    .map((each) => {
      const { file, line, column, endColumn } = each;
      const { severity, rule } = each.finding;
      const to = endColumn === undefined ? "" : `endColumn=${endColumn},`;
      const place =
        file === undefined
          ? ""
          : `file=${property(visible(paths.inRepository(file)))},line=${line},col=${column},${to}`;
      return `::${commands[severity]} ${place}title=${property(rule)}::${data(messageText(each))}\n`;
    })
    .join("");
}

/** Escapes of the command format: https://github.com/actions/toolkit/blob/%40actions/core%401.11.1/packages/core/src/command.ts */
const data = (text: string) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string) => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
