import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { root } from "../tools.ts";

const characters = (alphabet: string, minLength: number, maxLength: number) =>
  fc.array(fc.constantFrom(...Array.from(alphabet)), { minLength, maxLength }).map((letters) => letters.join(""));
const alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Secrets as generators of passwords and keys make them. */
export const secrets = fc.oneof(
  characters(`${alphanumeric}+/`, 24, 44).map((text) => `${text}9x=`),
  characters(`${alphanumeric}-_`, 24, 44).map((text) => `${text}0Z`),
  characters("0123456789abcdef", 24, 64).map((text) => `0f${text}`),
  characters("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 24, 40).map((text) => `7Q${text}`),
  characters(`${alphanumeric}=:#'"\`,;{}[]&*!|>%@$\\ \t`, 24, 40).map((text) => `8${text}K`),
  characters("0123456789äöüßéñλжשע日本語🔑‰ſ", 16, 30).map((text) => `4${text}λ`),
);

/** Every run of six characters, also of its base64. */
function partsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const encoded = [0, 1, 2].map((at) => bytes.subarray(at).toString("base64").replace(/=*$/, "").slice(0, -1));
  return [secret, ...encoded, bytes.toString("hex"), encodeURIComponent(secret)].flatMap((form) =>
    Array.from({ length: Math.max(0, form.length - 5) }, (_, at) => form.slice(at, at + 6)),
  );
}

/** What the program says by itself. Random letters, and all the more those that fast-check makes simpler, may be a part of a word of it. */
let ownWords: string | undefined;

function isOwnWord(part: string): boolean {
  ownWords ??= readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(root, "src", name), "utf8").toLowerCase())
    .join("\n");
  return ownWords.includes(part);
}

/** The first part of a secret that a text shows. */
function partIn(text: string, secret: string): string | undefined {
  const lower = text.toLowerCase();
  return partsOf(secret).find((part) => lower.includes(part.toLowerCase()) && !isOwnWord(part.toLowerCase()));
}

/** Fails where a text shows six characters of a secret in a row, and says where. */
export function expectHidden(text: string, secret: string): void {
  const part = partIn(text, secret);
  if (part === undefined) return;
  const at = text.toLowerCase().indexOf(part.toLowerCase());
  expect.fail(`${JSON.stringify(part)} in: ${text.slice(Math.max(0, at - 200), at + 100)}`);
}
