import { splitWithLibrary } from "../krm/split-with-library.ts";

/**
 * True where a text that is not YAML is a template of Helm, or another in the syntax of Go: it has lines that only control the template, or
 * its actions are all that keeps it from being YAML. Braces alone prove nothing: manifests hold templates, too, as text.
 */
export function isTemplate(text: string): boolean {
  if (!text.includes("{{")) return false;
  if (controlLine.test(text)) return true;
  const withoutActions = text.replace(/^[ \t]*\{\{.*\}\}[ \t]*$/gm, "").replace(/\{\{[\s\S]*?\}\}/g, "x");
  return !("unreadable" in splitWithLibrary(Buffer.from(withoutActions), { lenient: true }));
}

const controlLine = /^\s*\{\{-?\s*(?:(?:if|else|end|range|with|define|include|template|block|toYaml)\b|\/\*)/m;
