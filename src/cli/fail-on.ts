import type { Finding } from "../findings/finding.ts";

/** How severe a finding must be to make the exit code 1; the first is the default. */
export const failOnChoices = ["error", "warning", "info", "none"] as const;
export type FailOn = (typeof failOnChoices)[number];

/** True for a finding that makes the exit code 1. */
export const failsOn =
  (lowest: FailOn) =>
  ({ severity }: Finding): boolean =>
    lowest !== "none" && failOnChoices.indexOf(severity) <= failOnChoices.indexOf(lowest);
