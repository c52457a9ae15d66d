/**
 * A sentence with quotation marks where a finding has backticks around what is to be written. It stays text: markup around it would let texts
 * from manifests, which may have backticks of their own, change the page.
 */
export const withoutBackticks = (text: string): string => text.replace(/`([^`]*)`/g, "“$1”");
