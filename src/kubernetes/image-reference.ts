import { remembered } from "../text/memo.ts";

const domain =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/**
 * What is wrong with the name of an image, as a part of a sentence; undefined where a kubelet can read it. It reads names as distribution's
 * `reference.ParseNormalizedNamed` does, and a pod with any other waits with `InvalidImageName`.
 */
export const imageProblem: (image: string) => string | undefined = remembered((image) => {
  if (image === "") return "is empty";
  if (/\s/.test(image)) return "contains white space";
  if (image.includes("://") && /^[a-z]+:\/\//i.test(image)) return "is a URL";
  if (/[^\w.\-/:@+[\]]/.test(image)) return "contains a character that no image name has";
  const [named = "", digest, ...more] = image.split("@");
  if (more.length > 0) return "has more than one `@`";
  if (digest !== undefined && !isDigest(digest)) return "has an invalid digest; `sha256:` takes 64 digits from 0 to f";
  const slash = named.lastIndexOf("/");
  const colon = named.indexOf(":", slash + 1);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  if (tag !== undefined && !tagPattern.test(tag)) return tag === "" ? "has an empty tag" : "has an invalid tag";
  const components = (colon < 0 ? named : named.slice(0, colon)).split("/");
  const [first = "", ...rest] = components;
  const isHost = rest.length > 0 && (/[.:A-Z]/.test(first) || first === "localhost");
  if (isHost && !domain.test(first)) return "has an invalid registry name";
  const path = isHost ? rest : components;
  if (path.some((each) => each !== each.toLowerCase()))
    return "has capital letters, which only the registry and the tag may have";
  if (!path.every((each) => component.test(each)))
    return "has an empty part, or one that begins or ends with punctuation";
  return undefined;
});

function isDigest(text: string): boolean {
  const [algorithm = "", hex = "", ...more] = text.split(":");
  return (
    more.length === 0 &&
    Object.hasOwn(digestLengths, algorithm) &&
    hex.length === digestLengths[algorithm] &&
    /^[0-9a-f]+$/.test(hex)
  );
}

/** The last part of an image's name, without registry and folders, and its tag, whatever its digest. */
export function splitImage(image: string): { readonly name: string; readonly tag?: string } {
  const [named = ""] = image.split("@");
  const last = named.slice(named.lastIndexOf("/") + 1);
  const colon = last.indexOf(":");
  return colon < 0 ? { name: last } : { name: last.slice(0, colon), tag: last.slice(colon + 1) };
}
