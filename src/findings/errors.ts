import type { Diagnostic, Finding } from "./finding.ts";

/** Diagnostics as findings that stop the build. */
export const asErrors = (rule: string, diagnostics: readonly Diagnostic[]): readonly Finding[] =>
  diagnostics.map((diagnostic) => ({ ...diagnostic, rule, severity: "error" }));

/** True for a finding that stops the build. */
export const isError = ({ severity }: Finding): boolean => severity === "error";
