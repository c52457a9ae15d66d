/** `2026-11-29 02:30 UTC`, without seconds. */
export const momentWords = (moment: string): string => `${moment.slice(0, 16).replace("T", " ")} UTC`;
