/** What findings mean that are not those of rules, by the lists of docs/checks.md: "- `id` and `id`: text". */
export function findingsBesideRules(checksPage: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, head = "", text = ""] of checksPage.matchAll(
    /^- ((?:`[a-z-]+`(?: and )?)+)([^\n]*(?:\n {2}[^\n]*)*)/gm,
  )) {
    const [, said = ""] = /^[^:]*: ([\s\S]*)$/.exec(text) ?? [];
    const where = /^(?:,? ?)([^:]*):/.exec(text)?.[1] ?? "";
    const sentence = said.replace(/\n\s+/g, " ");
    const meaning = `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
    for (const [, id = ""] of head.matchAll(/`([a-z-]+)`/g))
      if (said !== "") found.set(id, where === "" ? meaning : `${meaning} (${where.replace(/^\((.*)\)$/, "$1")})`);
  }
  return found;
}
