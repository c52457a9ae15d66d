import { isValueFilledInLater } from "../secret/placeholder.ts";
import type { Secret } from "../secret/secret.ts";
import type { OptionReader } from "./effective-options.ts";

/** What is known of a text that nobody may see: `text` is only ever compared. */
export type Known =
  | { readonly is: "absent" }
  | { readonly is: "given"; readonly text: string }
  /** A later step makes another text of it, or only the cluster has it. */
  | { readonly is: "later"; readonly text: string }
  | { readonly is: "unknown" };

/** How a text is different; undefined where it is the same, or nothing is known of one of the two. */
export type Difference = "another" | "gone" | "new" | "untold" | undefined;

/** What becomes of a text from one input to the other. */
export function differenceOf(before: Known, after: Known): Difference {
  if (before.is === "unknown" || after.is === "unknown") return undefined;
  if (before.is === "absent") return after.is === "absent" ? undefined : "new";
  if (after.is === "absent") return "gone";
  if (before.is === after.is && before.text === after.text) return undefined;
  return before.is === "given" && after.is === "given" ? "another" : "untold";
}

/** What is known of an option of a repository. */
export function knownOption(option: OptionReader, complete: boolean, name: string, index: number): Known {
  const given = option(name, index);
  if (given === undefined || given.value === "") return complete ? { is: "absent" } : { is: "unknown" };
  const { value, source } = given;
  if (value === undefined) return { is: "later", text: source ?? "" };
  return { is: isValueFilledInLater(value) ? "later" : "given", text: value };
}

/** Where pods have the files of the Secret. */
const secretFolder = "/etc/pgbackrest/conf.d/";

/** What is known of a file whose path is the value of an option: of a file of the Secret, what it holds. */
export function knownFile(path: Known, secret: Secret | undefined): Known {
  if (path.is !== "given" || !path.text.startsWith(secretFolder)) return path;
  const name = path.text.slice(secretFolder.length);
  if (name === "") return { is: "absent" };
  if (secret === undefined) return { is: "unknown" };
  const file = secret.files.find((each) => each.name === name);
  if (file === undefined) return secret.hasOtherFiles ? { is: "unknown" } : { is: "absent" };
  const text = file.text ?? file.sealed;
  if (text === undefined) return { is: "unknown" };
  return { is: file.isFilledInLater || file.text === undefined ? "later" : "given", text: text.reveal() };
}
