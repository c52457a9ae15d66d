import { isObject, type JsonObject, type JsonValue } from "../../json/json-value.ts";
import type { Unknown } from "../../status/observed.ts";
import type { FullAnswer } from "./answer.ts";
import type { Answer, ApiKind, ApiServer } from "./api-server.ts";
import { listRequest, type Request, rightName } from "./request.ts";

/** Pages of a list: so many have 100,000 objects, more than a cluster has of any kind that is asked for. */
const mostPages = 200;
/** An API server goes on until a page is full, or the list has ended. */
const mostEmptyPages = 5;
/** How often an API server may have lost its place in a list. */
const mostGone = 3;

/**
 * Lists a kind a page at a time. What was not asked for in time is gone (410); the API server then says how to go on from there, else the list
 * begins once more.
 */
export async function* pagesOf(
  ask: (request: Request) => Promise<FullAnswer>,
  kind: ApiKind,
  where: Parameters<ApiServer["list"]>[1],
): AsyncGenerator<Answer<readonly JsonObject[]>> {
  let continued: string | undefined;
  let isAllowedToBeginAgain = true;
  let [pages, emptyPages, gone] = [0, 0, 0];
  const tokens = new Set<string>();
  /** The first object of each page: one that comes again is the same page. */
  const firsts = new Set<string>();
  for (;;) {
    const request = listRequest(kind, where, continued);
    // No object is in a namespace that cannot be.
    if (request === undefined) return;
    const answer = await ask(request);
    if (
      answer.is === "refused" &&
      answer.code === 410 &&
      gone < mostGone &&
      isAllowedToBeginAgain &&
      continued !== undefined
    ) {
      gone += 1;
      tokens.clear();
      firsts.clear();
      isAllowedToBeginAgain = answer.continue !== undefined && answer.continue !== continued;
      continued = isAllowedToBeginAgain ? answer.continue : undefined;
      continue;
    }
    const page = answer.is === "found" ? pageOf(answer.value, kind) : answer;
    if (page?.is === "page" && (tokens.has(page.next ?? "") || firsts.has(firstOf(page)))) {
      yield { is: "unknown", unknown: goesRound(request) };
      return;
    }
    if (page === undefined) {
      yield { is: "unknown", unknown: notAList(request) };
      return;
    }
    if (page.is !== "page") {
      yield page;
      return;
    }
    yield { is: "found", value: page.items };
    if (page.next === undefined) return;
    pages += 1;
    emptyPages = page.items.length === 0 ? emptyPages + 1 : 0;
    if (pages === mostPages || emptyPages === mostEmptyPages) {
      yield { is: "unknown", unknown: notAList(request) };
      return;
    }
    tokens.add(page.next);
    if (page.items.length > 0) firsts.add(firstOf(page));
    continued = page.next;
  }
}

interface Page {
  readonly is: "page";
  readonly items: readonly JsonObject[];
  readonly next: string | undefined;
}

/** The API server leaves `apiVersion` and `kind` out of the items of its own kinds. */
function pageOf({ items, metadata, kind: listKind }: JsonObject, { apiVersion }: ApiKind): Page | undefined {
  // An empty list may be written as null.
  const values: readonly JsonValue[] | undefined = items === null ? [] : Array.isArray(items) ? items : undefined;
  if (values === undefined || !values.every(isObject)) return undefined;
  const next = isObject(metadata) ? metadata.continue : undefined;
  const kind = typeof listKind === "string" ? listKind.replace(/List$/, "") : "";
  return {
    is: "page",
    items: values.map((item) => ({ apiVersion, kind, ...item })),
    next: typeof next === "string" && next !== "" ? next : undefined,
  };
}

/** What an object of a list is known by; empty for a page without objects. */
function firstOf({ items: [first] }: Page): string {
  if (first === undefined) return "";
  const { name, namespace, uid } = isObject(first.metadata) ? first.metadata : {};
  return JSON.stringify([namespace, name, uid]);
}

const unreadable = (why: string): Unknown => ({
  unknown: "unreadable",
  why,
  fix: "Check the server of the context (`kubectl config view --minify`), and proxies on the way to it.",
});

const notAList = (request: Request): Unknown =>
  unreadable(`What the API server answers to \`${rightName(request.asks)}\` is not a list that ends.`);

const goesRound = (request: Request): Unknown =>
  unreadable(
    `What the API server answers to \`${rightName(request.asks)}\` goes round in a circle: a page came a second time.`,
  );
