import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The items of a list in kpt's layout: each begins with `- `. */
export function itemsOf(list: string): readonly string[] {
  const [, after = ""] = /^items:\n((?:[- ].*\n|\n)*)/m.exec(list) ?? [];
  return after.split(/^(?=- )/m);
}

/** The items that kpt gives back for those of a function's output: written to files and read again, by kpt itself where it is installed. */
export function givenBack(output: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "bench-kpt-"));
  try {
    const files = join(folder, "files");
    const { error } = kpt(["sink", files], output);
    return error === undefined ? itemsOf(kpt(["source", files]).stdout) : asKptGivesBack(itemsOf(output));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function kpt(args: readonly string[], input = ""): { readonly stdout: string; readonly error: Error | undefined } {
  const { error, status, stdout, stderr } = spawnSync("kpt", ["fn", ...args], {
    input,
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (error === undefined && status !== 0) throw new Error(`kpt fn ${args[0]} ended with ${status}: ${stderr}`);
  return { stdout, error };
}

/**
 * What kpt's `fn sink` and `fn source` make of the items (kpt 1.0.0-beta.56): they come in the order of their files, and the annotations that
 * say which file have quotes, another order, and one more among them. A text on many lines of which one ends with a space, as the empty key of
 * a container in Azure does, comes on one line. Nothing else changes in what this function writes.
 */
export function asKptGivesBack(items: readonly string[]): readonly string[] {
  return items
    .map((item) => {
      const place = (name: string) =>
        new RegExp(`^ {6}config\\.kubernetes\\.io/${name}: ["']?([^"'\\n]*)`, "m").exec(item)?.[1] ?? "";
      const [path, index] = [place("path"), place("index")];
      const lines = ["config.kubernetes.io/", "internal.config.kubernetes.io/"].map(
        (prefix) => `      ${prefix}index: '${index}'\n      ${prefix}path: '${path}'\n`,
      );
      const text = item.replace(
        /(?:^ {6}(?:internal\.)?config\.kubernetes\.io\/.*\n)+/m,
        () => `${lines.join("")}      internal.config.kubernetes.io/seqindent: 'compact'\n`,
      );
      return { text: withSpacesQuoted(text), path: path.split("/"), index: Number(index) };
    })
    .sort((left, right) => byFolder(left.path, right.path) || left.index - right.index)
    .map(({ text }) => text);
}

const withSpacesQuoted = (item: string) =>
  item.replace(/^( +)([\w.]+): \|-\n((?:\1 {2}.*\n|\n)+)/gm, (whole, indent: string, key: string, block: string) =>
    / $/m.test(block) ? `${indent}${key}: ${JSON.stringify(block.replaceAll(`\n${indent}  `, "\n").trim())}\n` : whole,
  );

/** The order in which folders are walked: name by name, and byte by byte in each. */
function byFolder(left: readonly string[], right: readonly string[]): number {
  const at = left.findIndex((name, index) => name !== right[index]);
  if (at < 0) return left.length - right.length;
  return (left[at] ?? "") < (right[at] ?? "") ? -1 : 1;
}

/** The items after somebody changed every tenth cluster: another retention of its first repository, and another minute for a full backup. */
export function withTenthChanged(items: readonly string[]): readonly string[] {
  let clusters = 0;
  return items.map((item) => {
    if (!/^(?:- | {2})kind: postgresql$/m.test(item) || clusters++ % 10 !== 0) return item;
    return item
      .replace(/(?<=^ +repo1-retention-full: ["']?)\d+/m, (count) => String(Number(count) + 1))
      .replace(/(?<=^ +full: ["']?)\d+/m, (minute) => String((Number(minute) + 1) % 60));
  });
}
