/*
 * What a message may quote of the input. Whoever writes a manifest by hand sooner or later puts a secret where a name belongs: `option=VALUE`
 * in one line, a key of JSON, a passphrase alone. A message shows what looks like words, and of anything else at most four characters, by
 * which its author finds it.
 */

/** A name as a message may quote it: if it consists of words, up to where something is assigned to it. */
export function quotableName(given: string): string {
  const name = given.trimStart();
  if (name.length < 6 || isPublic(name)) return name;
  const end = name.search(/[^\p{L}\p{N}._/*-]|--/u);
  const head = end < 0 ? name : name.slice(0, end);
  const isShown =
    (end < 0 || /[=:\s"'(,#]/.test(name.charAt(end))) &&
    end !== 0 &&
    head.length <= longestName &&
    areParts(
      head.split(betweenWords).filter((part) => !isWord(part)),
      head,
    );
  return end < 0 && isShown ? name : `${isShown ? head : firstOf(name)}…`;
}

/** The name of a file as a message may quote it: with an ending, it may have a key's id in it. */
export const quotableFile = (name: string): string =>
  /^[\w.-]{1,100}\.[A-Za-z]{1,6}$/.test(name) ? name : quotableName(name);

/** A value as a message may quote it, where the field is not one for secrets: its words and numbers; of anything else the beginning. */
export function quotableText(text: string): string {
  for (const { 0: assigned, 1: name = "", index } of text.matchAll(/(?<![\w.-])([\w.-]{1,80})["']?\s*[=:]/g))
    if (namesSecret(name)) return `${quotableTokens(text.slice(0, index))}${quotableName(assigned)}`;
  const key = text.indexOf("-----BEGIN");
  return key < 0 ? quotableTokens(text) : `${quotableTokens(text.slice(0, key))}-----…`;
}

/**
 * A sentence with what it quotes, which stands between backticks: of that, what looks neither like words nor like the name of a resource is
 * cut. This is for what a rule quotes without a thought; the functions above know more of what they are given.
 */
export const quotedParts = (sentence: string): string =>
  sentence.replace(/`[^`]*`/g, (quoted) =>
    tokensOf(quoted)
      .map((token) =>
        /^[\s`]|^[a-z0-9][-a-z0-9./]*\u2026?$/.test(token) || isQuotable(token) ? token : `${firstOf(token)}…`,
      )
      .join(""),
  );

/** The words of a text, with the blanks and backticks between them; a placeholder is one with what is in it. A repeated group would need a deep stack. */
function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  let word = "";
  for (const [part] of text.matchAll(/\$\{[^{}`]*\}|\{\{[^{}`]*\}\}|[^\s`${]+|[${]|[\s`]+/g)) {
    if (!/^[\s`]/.test(part)) {
      word += part;
      continue;
    }
    if (word !== "") tokens.push(word);
    word = "";
    tokens.push(part);
  }
  return word === "" ? tokens : [...tokens, word];
}

/**
 * Lines that another program wrote, without the values that they quote of fields for secrets, without keys, and without long texts in base64.
 * The other words are that program's own.
 */
export function foreignLines(lines: readonly string[]): readonly string[] {
  let inKey = false;
  return lines.flatMap((line) => {
    const wasInKey = inKey;
    inKey = line.lastIndexOf("-----BEGIN") > line.lastIndexOf("-----END") || (inKey && !line.includes("-----END"));
    return wasInKey ? [] : [foreignLine(line)];
  });
}

const foreignLine = (line: string) =>
  line
    .replace(/(\b[a-z][a-z\d+.-]{1,20}:\/\/)[^/@\s]{1,400}@/gi, "$1…@")
    .replace(/\b(bearer|basic)(\s{1,9})[^\s"']{1,9999}/gi, (all, scheme: string, blanks: string) =>
      /^[a-z]{1,15}[.,;:]?$/.test(all.slice(scheme.length + blanks.length)) ? all : `${scheme}${blanks}…`,
    )
    .replace(/(\bauthorization["']?\s{0,9}[=:]\s{0,9}["']?(?:(?:bearer|basic)\s{1,9})?)[^\s"'].*$/i, "$1…")
    .replace(assignedInText, "$1…")
    .replace(
      /(["'](?:[\w-]{0,30}(?:token|secret|passphrase|password|credentials?))["']\s{0,9}:\s{0,9}["'])[^"']+/gi,
      "$1…",
    )
    .replace(
      /(\bvalue\s{1,9}(?:of\s{1,9}\S{1,99}\s{1,9})?(?:is\s{1,9})?["'`]?)([^\s"'`]{6,})/gi,
      (all, head: string, value: string) => (isQuotable(value) ? all : `${head}${firstOf(value)}…`),
    )
    .replace(/-----BEGIN.*$/, "-----…")
    .replace(/[A-Za-z0-9+/_-]{40,}={0,2}/g, (run) =>
      /^(?:[\da-f]{40}|[\da-f]{64})$/.test(run) || isQuotable(run) || isPath(run) ? run : `${firstOf(run)}…`,
    );

/** True for an absolute path, which may have the names of temporary folders in it, but consists of words for the most part. */
function isPath(run: string): boolean {
  const others = run.split(/[^A-Za-z0-9]+/).filter((part) => !isWord(part) && !isAmount(part));
  return run.startsWith("/") && others.join("").length * 3 <= run.length;
}

/** True for names of options, variables and fields that hold secrets, in any spelling. */
export const namesSecret = (name: string): boolean => secretName.test(name);

const secretName = /key(?![-_]?(?:type|file))|pass|secret|token|credential/i;

/** A name of pgBackRest's secrets, or what other tools call theirs, and what is assigned to it. Plain `secret:` names an object. */
const assignedInText =
  /((?:repo|pg|pgbackrest_)[\w-]{0,30}(?:key|pass|secret|token)(?![-_]?(?:type|file))[\w-]{0,20}|private_key|pass(?:word|phrase)|(?:secret|access)[-_]?(?:access[-_]?)?key|client_secret)["'\\]{0,3}\s{0,9}[=:]\s{0,9}[^\s].*$/i;

/** The longest name that a message shows: pgBackRest's longest has 41 characters, a key of an annotation 63 after its prefix. */
const longestName = 120;

const betweenWords = /[-_./*]+/;

/** All of it, or of a text with a token that may be a secret its beginning: the token may be one of several parts of it. */
const quotableTokens = (text: string) => (areQuotable(text) ? text : `${firstOf(text)}…`);

const areQuotable = (text: string): boolean => withoutPublic(text).split(/\s+/).every(isQuotable);

/** True for a text that is nothing but what is never a secret by its form. */
const isPublic = (text: string) => withoutPublic(text) === ".";

/**
 * A text with a dot for what is never a secret by its form, whatever its letters look like: the id that `restore-patch` makes, a label of a
 * backup, and what a later step fills in (`${NAME}`, `{{ .Values.name }}`), where its name and its default may be quoted themselves.
 */
const withoutPublic = (text: string): string =>
  text
    .replace(/(?<![\w-])restore-20\d{6}T\d{6}Z(?:-2)?(?![\w-])/g, ".")
    .replace(/(?<![\w-])20\d{6}-\d{6}F(?:_20\d{6}-\d{6}[DI])?(?![\w-])/g, ".")
    .replace(
      /\$\{([A-Za-z_]\w*)(?::?[-=+?]([^{}`]*))?\}/g,
      (placeholder, name: string, standard: string | undefined) => {
        const isHarmless =
          isQuotable(name) && (standard === undefined || (!namesSecret(name) && areQuotable(standard)));
        return isHarmless ? "." : placeholder;
      },
    )
    .replace(/\{\{([^{}`]*)\}\}/g, (placeholder, inner: string) => (areQuotable(inner) ? "." : placeholder));

/** What stands between blanks: a path, a URL, a label, a time, perhaps in quotes or brackets. */
function isQuotable(token: string): boolean {
  if (token.length < 6) return true;
  const bare = withoutPublic(token)
    .replace(/\["|"\]/g, ".")
    .replace(/^["'([{<]+|["')\]}>.,;:!?\u2026]+$/g, "");
  return (
    !/[^\p{L}\p{N}._/:,@+*=!'<>[\]-]/u.test(bare) &&
    areParts(
      bare.split(/[^\p{L}\p{N}]+/u).filter((part) => !isWord(part) && !isAmount(part)),
      bare,
    )
  );
}

/**
 * True where what is not a word of a name is what programs and clouds add to one: a hash, an account's number, in lower case. A name with such
 * parts has a word, too, and is no longer without words than a generated password is.
 */
const areParts = (others: readonly string[], name: string) =>
  others.length === 0 ||
  (others.every((part) => /^[a-z\d]{1,12}$/.test(part)) &&
    others.join("").length <= 16 &&
    name.split(/[^\p{L}\p{N}]+/u).some((part) => /^[a-z]{3,}$/.test(part) && isWord(part)));

/** A number of at most five digits, perhaps with an exponent or a unit, or the middle of a time. */
const isAmount = (part: string) => /^\d{1,5}(?:[eE]\d{1,2})?[A-Za-z]{0,3}$|^\d{1,2}T\d{1,2}$/.test(part);

const firstOf = (text: string) => Array.from(text.slice(0, 8)).slice(0, 4).join("");

/**
 * A word in a name of several: in lower case, with a capital, or an abbreviation. Not a constant: V8 gathers all letters for such an
 * expression when it is made, which would be a twentieth of what a run for one cluster costs.
 */
const isHump = (part: string) => /^(?:\p{Lu}?\p{Ll}+|\p{Lu}{2,4}s?|\p{Lu})$/u.test(part);

/** A word as names have them: `retention`, `repo1`, `sha256`, `v1beta1`, `storageClassName`, `PATH`; not `x9Kd2LmQ`. */
function isWord(part: string): boolean {
  if (/^\d{1,5}$|^(?=.{0,3}$)[A-Za-z]*\d*$/.test(part)) return true;
  if (/^[a-z]{1,4}\d{1,3}[a-z]{1,5}\d?$/.test(part)) return part.length <= 8;
  const rest = /^(?:repo\d|s3)(?=[A-Z])(.*)$/i.exec(part)?.[1];
  if (rest !== undefined) return isWord(rest);
  const letters = /^([A-Za-z\u00c0-\u024f]+)\d{0,3}$/.exec(part)?.[1];
  if (letters === undefined || letters.length > 64) return false;
  if (/[bcdfghjklmnpqrstvwxz]{7}/i.test(letters)) return false;
  if (letters === letters.toUpperCase()) return letters.length <= 20;
  const humps = letters.split(/(?<=\p{Ll})(?=\p{Lu})/u);
  const least = humps.length === 1 ? 0 : letters.length > 10 ? 3.2 : letters.length > 6 ? 3 : 2.5;
  return humps.every((hump) => isHump(hump) && hump.length <= 20) && letters.length / humps.length >= least;
}

/** What a text is, in a sentence: in quotes, or that there is nothing to quote. */
export const whatIs = (text: string): string =>
  text === "" ? "empty" : text.trim() === "" ? "blank" : `\`${quotableText(text)}\``;
