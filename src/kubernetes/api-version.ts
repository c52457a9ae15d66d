/** The group of an apiVersion, `batch` of `batch/v1`; empty for the core group, whose versions stand alone. */
export const groupOf = (apiVersion: string): string => {
  const end = apiVersion.indexOf("/");
  return end < 0 ? "" : apiVersion.slice(0, end);
};
