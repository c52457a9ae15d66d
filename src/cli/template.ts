import { splitWithLibrary } from "../krm/split-with-library.ts";

/**
 * True where a text that is not YAML is a template of Helm, or another in the syntax of Go: it has lines that only control the template, or
 * its actions are all that keeps it from being YAML. Braces alone prove nothing: manifests hold templates, too, as text.
 */
export function isTemplate(text: string): boolean {
  if (!text.includes("{{")) return false;
  if (controlLine.test(text)) return true;
  const rest = withoutActions(text.replace(/^[ \t]*\{\{.*\}\}[ \t]*$/gm, ""));
  return !("unreadable" in splitWithLibrary(Buffer.from(rest), { lenient: true }));
}

/** The text with a letter in the place of each action. Not by an expression, which looks for the end of each brace that nothing closes. */
function withoutActions(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf("{{", at);
    const close = open < 0 ? -1 : text.indexOf("}}", open + 2);
    if (close < 0) break;
    parts.push(text.slice(at, open), "x");
    at = close + 2;
  }
  return [...parts, text.slice(at)].join("");
}

const controlLine = /^[ \t]*\{\{-?\s*(?:(?:if|else|end|range|with|define|include|template|block|toYaml)\b|\/\*)/m;
