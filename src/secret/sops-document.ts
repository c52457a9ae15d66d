/**
 * What a file looks like that SOPS encrypted: `ini` has readable sections and names of options, of all other formats nothing can be known.
 * Flux decrypts such a file in a generated Secret, and knows it by the same marks (kustomize-controller `internal/decryptor`).
 */
export function sopsFormat(text: string): "ini" | "other" | undefined {
  if (!text.includes("ENC[")) return undefined;
  if (/^\[sops\]\s*$/m.test(text)) return "ini";
  return /"sops"\s*:\s*\{|^sops_(?:mac|version)\s*=|^sops:/m.test(text) ? "other" : undefined;
}

/** The text of an ini file without SOPS' own section, which decrypting removes; all lines keep their numbers. */
export function withoutSopsSection(text: string): string {
  let isOurs = false;
  return text
    .split("\n")
    .map((line) => {
      if (/^\s*\[/.test(line)) isOurs = line.trim() === "[sops]";
      return isOurs ? "" : line;
    })
    .join("\n");
}
