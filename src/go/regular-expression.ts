/*
 * Regular expressions as Go reads them (RE2 syntax with Perl's extensions), for texts in ASCII, which keys of annotations are. Go and
 * JavaScript spell many things alike and mean others: `\z`, `[[:alpha:]]`, `(?i)` in the middle, `\Q..\E`; and Go refuses look-ahead and
 * back references. Source: go@1.26:src/regexp/syntax/parse.go; test/go/testdata/go-regexps.json has its verdicts.
 */

/** Says of a character, by its code, whether it belongs to a set. */
type CharacterSet = (code: number) => boolean;

class Refused extends Error {}

/** The expressions met before: every cluster asks for the same ones. */
const compiled = new Map<string, RegExp | undefined>();

/** The expression as JavaScript's; `undefined` where Go refuses it. */
export function goRegularExpression(expression: string): RegExp | undefined {
  if (!compiled.has(expression)) compiled.set(expression, compile(expression));
  return compiled.get(expression);
}

function compile(expression: string): RegExp | undefined {
  try {
    const parser = new Parser(expression);
    const source = parser.alternatives();
    if (parser.rest !== "") return undefined;
    const translated = new RegExp(source);
    translated.test(""); // it is compiled only now, and may be too large
    return translated;
  } catch {
    return undefined; // refused, or longer than any that is meant
  }
}

const inClass =
  (pattern: RegExp): CharacterSet =>
  (code) =>
    pattern.test(String.fromCharCode(code));
const not =
  (set: CharacterSet): CharacterSet =>
  (code) =>
    !set(code);

const perlClasses: Readonly<Record<string, RegExp | undefined>> = { d: /[0-9]/, s: /[\t\n\f\r ]/, w: /[0-9A-Za-z_]/ };
const namedClasses: Readonly<Record<string, RegExp>> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  ascii: /[\s\S]/,
  blank: /[\t ]/,
  cntrl: /[\x00-\x1f\x7f]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[\t\n\v\f\r ]/,
  upper: /[A-Z]/,
  word: /[0-9A-Za-z_]/,
  xdigit: /[0-9A-Fa-f]/,
};
const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

class Parser {
  rest: string;
  #ignoreCase = false;

  constructor(expression: string) {
    this.rest = expression;
  }

  /** Alternatives up to the end of the group that is open, which flags set in it do not outlive. */
  alternatives(): string {
    const before = this.#ignoreCase;
    let source = this.#sequence();
    while (this.#take(/^\|/)) source += `|${this.#sequence()}`;
    this.#ignoreCase = before;
    return source;
  }

  #sequence(): string {
    const atoms: string[] = [];
    let repeated = false;
    while (this.rest !== "" && !/^[|)]/.test(this.rest)) {
      const repeat = this.#take(/^(?:[*+?]|\{\d+(?:,\d*)?\})\??/);
      if (repeat === undefined) {
        const atom = this.#atom();
        if (atom !== undefined) atoms.push(atom);
      } else {
        const last = atoms.pop();
        const counts = (repeat.match(/\d+/g) ?? []).map(Number);
        if (
          last === undefined ||
          repeated ||
          counts.some((count) => count > 1000) ||
          (counts[1] ?? 1000) < (counts[0] ?? 0)
        )
          throw new Refused();
        atoms.push(`(?:${last})${repeat}`);
      }
      repeated = repeat !== undefined;
    }
    return atoms.join("");
  }

  /** One thing that can be repeated; `undefined` for flags, which only change what follows. */
  #atom(): string | undefined {
    if (this.#take(/^\(/)) return this.#group();
    if (this.#take(/^\[/)) return this.#source(this.#class());
    if (this.#take(/^(?:\^|\\A)/)) return "^";
    if (this.#take(/^(?:\$|\\z)/)) return "$";
    if (this.#take(/^\./)) return "[^]"; // no key has a line break
    const boundary = this.#take(/^\\[bB]/);
    if (boundary !== undefined) return boundary;
    const quoted = this.#take(/^\\Q[\s\S]*?(?:\\E|$)/);
    if (quoted !== undefined) {
      // One by one, for what follows repeats the last character only.
      const codes = [...quoted.slice(2).replace(/\\E$/, "")].map((character) => character.codePointAt(0) ?? 0);
      this.rest = codes.map((code) => `\\x{${code.toString(16)}}`).join("") + this.rest;
      return undefined;
    }
    return this.#source(this.#escapedClass() ?? this.#character());
  }

  #group(): string | undefined {
    const name = this.#take(/^\?P?<[^>]*>/)?.replace(/^\?P?<|>$/g, "");
    if (name !== undefined && !/^\w+$/.test(name)) throw new Refused();
    const flags = name === undefined ? this.#take(/^\?[imsU]*(?:-[imsU]+)?[:)]/) : undefined;
    if (flags === undefined && this.rest.startsWith("?")) throw new Refused();
    const before = this.#ignoreCase;
    const [on = "", off = ""] = (flags ?? "").split("-");
    if (on.includes("i")) this.#ignoreCase = true;
    if (off.includes("i")) this.#ignoreCase = false;
    if (flags?.endsWith(")")) return undefined;
    const source = this.alternatives();
    this.#ignoreCase = before;
    if (!this.#take(/^\)/)) throw new Refused();
    return `(?:${source})`;
  }

  /** A class from behind its bracket on. */
  #class(): CharacterSet {
    const negated = this.#take(/^\^/) !== undefined;
    const sets: CharacterSet[] = [];
    for (let first = true; first || !this.rest.startsWith("]"); first = false) {
      const named = this.#take(/^\[:[\s\S]*?:\]/);
      if (named !== undefined) {
        const [, sign, name = ""] = /^\[:(\^?)(.*):\]$/.exec(named) ?? [];
        const pattern = Object.hasOwn(namedClasses, name) ? namedClasses[name] : undefined;
        if (pattern === undefined) throw new Refused();
        sets.push(sign === "^" ? not(inClass(pattern)) : inClass(pattern));
        continue;
      }
      const escaped = this.#escapedClass();
      if (escaped !== undefined) {
        sets.push(escaped);
        continue;
      }
      const low = this.#code();
      const high = this.#take(/^-(?=[^\]])/) === undefined ? low : this.#code();
      if (high < low) throw new Refused();
      sets.push((code) => low <= code && code <= high);
    }
    this.#take(/^\]/);
    const any: CharacterSet = this.#folded((code) => sets.some((set) => set(code)));
    return negated ? not(any) : any;
  }

  /** `\d`, `\pL`, `\p{Greek}` and the like. */
  #escapedClass(): CharacterSet | undefined {
    const perl = this.#take(/^\\[dswDSW]/);
    if (perl !== undefined) {
      const pattern = perlClasses[perl.slice(1).toLowerCase()];
      const set: CharacterSet = pattern === undefined ? () => false : inClass(pattern);
      return /[DSW]$/.test(perl) ? not(set) : set;
    }
    const unicode = this.#take(/^\\[pP](?:\{[^}]*\}|[^{])/u);
    if (unicode === undefined) return undefined;
    const [, letter, sign, name = ""] = /^\\(.)\{?(\^?)([^}]*)\}?$/.exec(unicode) ?? [];
    const set = inClass(unicodeClass(name));
    return (letter === "P") !== (sign === "^") ? not(set) : set;
  }

  #character(): CharacterSet {
    const only = this.#code();
    return (code) => code === only;
  }

  /** The code of one character, written as it is or with a backslash. */
  #code(): number {
    const octal = this.#take(/^\\(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/);
    if (octal !== undefined) return Number.parseInt(octal.slice(1), 8);
    const hex = this.#take(/^\\x(?:\{[0-9A-Fa-f]+\}|[0-9A-Fa-f]{2})/);
    if (hex !== undefined) {
      const code = Number.parseInt(hex.replace(/[^0-9A-Fa-f]/g, ""), 16);
      if (code > 0x10ffff) throw new Refused();
      return code;
    }
    const escaped = this.#take(/^\\[afnrtv!-/:-@[-`{-~\0- ]/);
    if (escaped !== undefined) return controls[escaped.slice(1)] ?? escaped.charCodeAt(1);
    const plain = this.#take(/^[^\\]/u);
    if (plain === undefined) throw new Refused();
    return plain.codePointAt(0) ?? 0;
  }

  #folded(set: CharacterSet): CharacterSet {
    if (!this.#ignoreCase) return set;
    const other = (code: number) => (/[A-Za-z]/.test(String.fromCharCode(code)) ? code ^ 32 : code);
    return (code) => set(code) || set(other(code));
  }

  /** The set as a class of JavaScript's. */
  #source(set: CharacterSet): string {
    const folded = this.#folded(set);
    let source = "";
    for (let code = 0; code < 128; code += 1) if (folded(code)) source += `\\x${code.toString(16).padStart(2, "0")}`;
    return `[${source}]`;
  }

  #take(pattern: RegExp): string | undefined {
    const taken = pattern.exec(this.rest)?.[0];
    if (taken !== undefined) this.rest = this.rest.slice(taken.length);
    return taken;
  }
}

function unicodeClass(name: string): RegExp {
  if (name === "Any") return /[\s\S]/;
  // A category or a script; a name that is neither is an error, as in Go.
  for (const property of [name, `Script=${name}`]) {
    try {
      if (/^\w+$/.test(name)) return new RegExp(`\\p{${property}}`, "u");
    } catch {
      // not this one
    }
  }
  throw new Refused();
}
