/** A simple command: its words without quotes and redirections; or commands in brackets, which a subshell may run. */
export type ShellCommand =
  | { readonly is: "command"; readonly words: readonly string[] }
  | { readonly is: "group"; readonly list: ShellList; readonly subshell: boolean };

/** Commands between `|`, whose last one says how all of it ended. */
export interface Pipeline {
  readonly negated: boolean;
  readonly commands: readonly ShellCommand[];
}

/** Pipelines between `&&` and `||`. The operator of the first one is `&&`, after nothing that failed. */
export interface AndOr {
  readonly parts: ReadonlyArray<{ readonly operator: "&&" | "||"; readonly pipeline: Pipeline }>;
  /** Followed by `&`. */
  readonly background: boolean;
}

export type ShellList = readonly AndOr[];

type Token = { readonly word: string; readonly plain: boolean } | { readonly operator: string };

/**
 * What a shell makes of a line. Undefined for everything that is known only when it runs, or that a few rules cannot tell: variables,
 * substitutions, `if` and other words of the language, here-documents, and what a shell refuses.
 */
export function shellList(text: string): ShellList | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined) return undefined;
  const [list, rest] = listOf(tokens) ?? [];
  return rest?.length === 0 ? list : undefined;
}

const separator = /(?:[ \t]|\\\n)+|#[^\n]*/y;
const redirection = /(?:\d*(?:>>|>&|>\||<&|<>|>|<)|&>>?)(?![<(])/y;
const operators = /&&|\|\||;(?!;)|\n|\|(?!&)|&|[()]/y;
const wordPart = /'([^']*)'|"((?:[^"\\$`]|\\[\s\S])*)"|\\([\s\S])|([^\s;&|()<>'"\\$`]+)/y;

/** Words and operators without comments and redirections; undefined where something else stands there. */
function tokensOf(text: string): readonly Token[] | undefined {
  let at = 0;
  const next = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };
  const word = (): Token | undefined => {
    let joined: string | undefined;
    let plain = true;
    for (let part = next(wordPart); part !== null; part = next(wordPart)) {
      const [, single, double, escaped, bare] = part;
      plain &&= bare !== undefined;
      joined = `${joined ?? ""}${single ?? double?.replace(/\\([$`"\\])/g, "$1") ?? escaped ?? bare ?? ""}`;
    }
    return joined === undefined ? undefined : { word: joined, plain };
  };
  const tokens: Token[] = [];
  while (at < text.length) {
    if (next(separator) !== null) continue;
    if (next(redirection) !== null) {
      next(separator);
      if (word() === undefined) return undefined;
      continue;
    }
    const operator = next(operators)?.[0];
    const token = operator === undefined ? word() : { operator: operator === "\n" ? ";" : operator };
    if (token === undefined) return undefined;
    tokens.push(token);
  }
  return tokens;
}

type Rest = readonly Token[];
type Parsed<Result> = readonly [result: Result, rest: Rest] | undefined;

const isOperator = (token: Token | undefined, operator: string) =>
  token !== undefined && "operator" in token && token.operator === operator;
const isPlain = (token: Token | undefined, word: string) =>
  token !== undefined && "word" in token && token.plain && token.word === word;
/** What ends a list of commands in brackets. */
const isEnd = (token: Token | undefined) => token === undefined || isOperator(token, ")") || isPlain(token, "}");

function listOf(tokens: Rest): Parsed<ShellList> {
  const list: AndOr[] = [];
  let rest = tokens;
  while (isOperator(rest[0], ";")) rest = rest.slice(1);
  while (!isEnd(rest[0])) {
    const parsed = andOrOf(rest);
    if (parsed === undefined) return undefined;
    const background = isOperator(parsed[1][0], "&");
    list.push({ parts: parsed[0], background });
    rest = background ? parsed[1].slice(1) : parsed[1];
    while (isOperator(rest[0], ";")) rest = rest.slice(1);
  }
  return [list, rest];
}

function andOrOf(tokens: Rest): Parsed<AndOr["parts"]> {
  const parts: AndOr["parts"][number][] = [];
  let operator: "&&" | "||" = "&&";
  let rest = tokens;
  for (;;) {
    const parsed = pipelineOf(rest);
    if (parsed === undefined) return undefined;
    parts.push({ operator, pipeline: parsed[0] });
    rest = parsed[1];
    if (isOperator(rest[0], "&&")) operator = "&&";
    else if (isOperator(rest[0], "||")) operator = "||";
    else return [parts, rest];
    rest = withoutBreaks(rest.slice(1));
  }
}

/** After an operator, the line may end. */
function withoutBreaks(tokens: Rest): Rest {
  return isOperator(tokens[0], ";") ? withoutBreaks(tokens.slice(1)) : tokens;
}

function pipelineOf(tokens: Rest): Parsed<Pipeline> {
  const negated = isPlain(tokens[0], "!");
  const commands: ShellCommand[] = [];
  let rest = negated ? tokens.slice(1) : tokens;
  for (;;) {
    const parsed = commandOf(rest);
    if (parsed === undefined) return undefined;
    commands.push(parsed[0]);
    rest = parsed[1];
    if (!isOperator(rest[0], "|")) return [{ negated, commands }, rest];
    rest = withoutBreaks(rest.slice(1));
  }
}

/** Words of the language, and commands that change what follows. */
const beyondUs =
  /^(?:if|then|else|elif|fi|for|while|until|do|done|case|esac|function|select|\[\[|set|\.|source|eval|trap|export|return|alias)$/;

function commandOf(tokens: Rest): Parsed<ShellCommand> {
  const [first] = tokens;
  const subshell = isOperator(first, "(");
  if (subshell || isPlain(first, "{")) {
    const [list, rest = []] = listOf(tokens.slice(1)) ?? [];
    const closed = subshell ? isOperator(rest[0], ")") : isPlain(rest[0], "}");
    return list !== undefined && list.length > 0 && closed
      ? [{ is: "group", list, subshell }, rest.slice(1)]
      : undefined;
  }
  const end = tokens.findIndex((token) => "operator" in token);
  const rest = end < 0 ? [] : tokens.slice(end);
  if (isOperator(rest[0], "(")) return undefined;
  const words = (end < 0 ? tokens : tokens.slice(0, end)).flatMap((token) => ("word" in token ? [token.word] : []));
  const [name] = words;
  return name === undefined || beyondUs.test(name) ? undefined : [{ is: "command", words }, rest];
}
