/** How findings can be printed; the first is the default. */
export const formatNames = ["text", "json", "sarif", "junit", "github", "codequality"] as const;
export type FormatName = (typeof formatNames)[number];
