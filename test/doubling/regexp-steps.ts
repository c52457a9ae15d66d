/**
 * How many steps a backtracking matcher takes for a call of `RegExp.prototype.exec`, where V8 does not say. It tries alternatives and
 * repetitions in the order that the language prescribes, as V8 does; shortcuts of V8 that save a constant factor are not counted. Throws
 * `Unsupported` for what no expression of ours has.
 */
export function stepsOf(expression: RegExp, text: string, from: number, matched: boolean, matchedAt: number): number {
  const compiled = compiledOf(expression);
  const run: Run = { text, steps: 0 };
  const last = expression.sticky ? from : matched ? matchedAt : text.length;
  for (let start = from; start <= last; start += 1) {
    run.steps += 1;
    if (compiled(run, start, accept) >= 0) break;
  }
  return run.steps;
}

export class Unsupported extends Error {}

interface Run {
  readonly text: string;
  steps: number;
}

type Continuation = (run: Run, at: number) => number;
/** The end of the match, or -1. */
type Matcher = (run: Run, at: number, then: Continuation) => number;

const accept: Continuation = (_, at) => at;

const compiledExpressions = new Map<string, Matcher>();

function compiledOf({ source, flags }: RegExp): Matcher {
  const key = `${flags}/${source}`;
  const known = compiledExpressions.get(key);
  if (known !== undefined) return known;
  const parser: Parser = { source, at: 0, flags };
  const matcher = alternatives(parser).matcher;
  if (parser.at < source.length) throw new Unsupported(source);
  compiledExpressions.set(key, matcher);
  return matcher;
}

interface Parser {
  readonly source: string;
  readonly flags: string;
  at: number;
}

/** A part of an expression: what it matches, the lengths that it can have, and, where it is one character, how to tell. */
interface Node {
  readonly matcher: Matcher;
  readonly least: number;
  readonly most: number;
  readonly character?: (code: string) => boolean;
}

function alternatives(parser: Parser): Node {
  const options = [sequence(parser)];
  while (parser.source[parser.at] === "|") {
    parser.at += 1;
    options.push(sequence(parser));
  }
  const [only] = options;
  if (options.length === 1 && only !== undefined) return only;
  return {
    least: Math.min(...options.map(({ least }) => least)),
    most: Math.max(...options.map(({ most }) => most)),
    matcher: (run, at, then) => {
      for (const { matcher } of options) {
        run.steps += 1;
        const end = matcher(run, at, then);
        if (end >= 0) return end;
      }
      return -1;
    },
  };
}

function sequence(parser: Parser): Node {
  const parts: Node[] = [];
  while (parser.at < parser.source.length && !"|)".includes(parser.source[parser.at] ?? ""))
    parts.push(quantified(parser, atom(parser)));
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const matcher = parts.reduceRight<Matcher>(
    (rest, part) => (run, at, then) => part.matcher(run, at, (same, next) => rest(same, next, then)),
    (run, at, then) => then(run, at),
  );
  return {
    matcher,
    least: parts.reduce((sum, { least }) => sum + least, 0),
    most: parts.reduce((sum, { most }) => sum + most, 0),
  };
}

function quantified(parser: Parser, node: Node): Node {
  const found = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})(\?)?/.exec(parser.source.slice(parser.at, parser.at + 20));
  if (found === null) return node;
  parser.at += found[0].length;
  const [, sign, low, comma, high, lazy] = found;
  const least = sign === undefined ? Number(low) : sign === "+" ? 1 : 0;
  const most =
    sign === undefined
      ? comma === undefined
        ? least
        : high
          ? Number(high)
          : Number.POSITIVE_INFINITY
      : sign === "?"
        ? 1
        : Number.POSITIVE_INFINITY;
  const matcher =
    node.character === undefined
      ? repeated(node.matcher, least, most, lazy !== undefined)
      : repeatedCharacter(node.character, least, most, lazy !== undefined);
  return { matcher, least: node.least * least, most: node.most === 0 ? 0 : node.most * most };
}

function repeatedCharacter(test: (character: string) => boolean, least: number, most: number, lazy: boolean): Matcher {
  return (run, at, then) => {
    let count = 0;
    const more = () => {
      run.steps += 1;
      if (count >= most || at + count >= run.text.length || !test(run.text.charAt(at + count))) return false;
      count += 1;
      return true;
    };
    while (count < least) if (!more()) return -1;
    if (!lazy) while (more());
    for (;;) {
      run.steps += 1;
      const end = then(run, at + count);
      if (end >= 0) return end;
      if (lazy ? !more() : count === least) return -1;
      if (!lazy) count -= 1;
    }
  };
}

function repeated(matcher: Matcher, least: number, most: number, lazy: boolean): Matcher {
  const from = (run: Run, at: number, then: Continuation, count: number): number => {
    run.steps += 1;
    const again = () =>
      count >= most
        ? -1
        : matcher(run, at, (same, next) => (next === at && count >= least ? -1 : from(same, next, then, count + 1)));
    if (count < least) return again();
    if (lazy) {
      const end = then(run, at);
      return end >= 0 ? end : again();
    }
    const end = again();
    return end >= 0 ? end : then(run, at);
  };
  return (run, at, then) => from(run, at, then, 0);
}

function atom(parser: Parser): Node {
  const { source, flags } = parser;
  const character = source[parser.at] ?? "";
  if (character === "(") return group(parser);
  if (character === "^" || character === "$") {
    parser.at += 1;
    const isLine = flags.includes("m");
    return zeroWidth(({ text }, at) =>
      character === "^"
        ? at === 0 || (isLine && text[at - 1] === "\n")
        : at === text.length || (isLine && text[at] === "\n"),
    );
  }
  const rest = source.slice(parser.at, parser.at + 2000);
  const boundary = /^\\([bB])/.exec(rest);
  if (boundary !== null) {
    parser.at += 2;
    const isWord = (text: string, at: number) => /\w/.test(text.charAt(at));
    return zeroWidth(({ text }, at) => (isWord(text, at - 1) !== isWord(text, at)) === (boundary[1] === "b"));
  }
  if (/^\\[1-9k]/.test(rest)) throw new Unsupported(source);
  const token =
    /^(?:\[(?:\\.|[^\]\\])*\]|\\u\{[^}]*\}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\[pP]\{[^}]*\}|\\c[A-Za-z]|\\.|[^\\])/s.exec(
      rest,
    )?.[0];
  if (token === undefined) throw new Unsupported(source);
  parser.at += token.length;
  const single = new RegExp(`^${token === "/" ? "\\/" : token}$`, flags.replace(/[gmyd]/g, ""));
  const known = new Map<string, boolean>();
  const test = (each: string) => {
    const found = known.get(each) ?? single.test(each);
    known.set(each, found);
    return found;
  };
  return {
    least: 1,
    most: 1,
    character: test,
    matcher: (run, at, then) => {
      run.steps += 1;
      return at < run.text.length && test(run.text.charAt(at)) ? then(run, at + 1) : -1;
    },
  };
}

const zeroWidth = (holds: (run: Run, at: number) => boolean): Node => ({
  least: 0,
  most: 0,
  matcher: (run, at, then) => {
    run.steps += 1;
    return holds(run, at) ? then(run, at) : -1;
  },
});

function group(parser: Parser): Node {
  const kind =
    /^\((?:\?(?:<[A-Za-z]\w*>|[:=!]|<[=!]))?/.exec(parser.source.slice(parser.at, parser.at + 80))?.[0] ?? "(";
  parser.at += kind.length;
  const inner = alternatives(parser);
  if (parser.source[parser.at] !== ")") throw new Unsupported(parser.source);
  parser.at += 1;
  const isNegative = kind.endsWith("!");
  if (kind === "(?=" || kind === "(?!")
    return zeroWidth((run, at) => inner.matcher(run, at, accept) >= 0 !== isNegative);
  if (kind === "(?<=" || kind === "(?<!")
    return zeroWidth((run, at) => {
      for (let start = at - inner.least; start >= Math.max(0, at - inner.most); start -= 1) {
        run.steps += 1;
        if (inner.matcher(run, start, (_, end) => (end === at ? end : -1)) >= 0) return !isNegative;
      }
      return isNegative;
    });
  return inner;
}
