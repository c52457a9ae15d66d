import type { Runbook } from "../restore/runbook-step.ts";

/*
 * The runbooks of a fleet are large and nearly the same: they differ in names. What several of them say is kept once, with marks in place of
 * the names, so that a page of 1,000 clusters stays small.
 */

/** A runbook as texts in their order: what only it says is there itself, what others say, too, as a place in the list of shared texts. */
export interface PackedRunbook {
  /** What the marks stand for: the cluster's name and its namespace; both empty where nothing was marked. */
  readonly names: readonly [name: string, namespace: string];
  /** A number is the distance to the place after the one before it. */
  readonly texts: readonly (number | string)[];
}

export interface PackedRunbooks {
  readonly shared: readonly string[];
  readonly runbooks: readonly (PackedRunbook | null)[];
}

/**
 * Packs runbooks; `unpackRunbook` gives back equal ones. Each is asked for by its place, and is not kept: a thousand of them at once would be a
 * hundred megabytes.
 */
export function packRunbooks(count: number, runbookAt: (index: number) => Runbook | undefined): PackedRunbooks {
  const ids = new Map<string, number>();
  const uses: { readonly text: string; readonly first: number; isShared: boolean }[] = [];
  const idOf = (text: string, index: number): number => {
    const id = ids.get(text) ?? uses.length;
    const use = uses[id];
    if (use === undefined) {
      ids.set(text, id);
      uses.push({ text, first: index, isShared: false });
    } else if (use.first !== index) use.isShared = true;
    return id;
  };
  const marked = Array.from({ length: count }, (_, index) => {
    const runbook = runbookAt(index);
    if (runbook === undefined) return undefined;
    const { names, texts } = markedTexts(runbook);
    return { names, ids: texts.map((text) => idOf(text, index)) };
  });
  const shared = uses.filter(({ isShared }) => isShared);
  const places = new Map(shared.map((use, place) => [use, place]));
  const packed = (list: readonly number[]) => {
    let next = 0;
    return list.flatMap((id) => {
      const use = uses[id];
      const place = use && places.get(use);
      if (place === undefined) return use?.text ?? [];
      const distance = place - next;
      next = place + 1;
      return distance;
    });
  };
  return {
    shared: shared.map(({ text }) => text),
    runbooks: marked.map((each) => (each === undefined ? null : { names: each.names, texts: packed(each.ids) })),
  };
}

/** The runbook that was packed. */
export function unpackRunbook(shared: readonly string[], { names, texts }: PackedRunbook): Runbook {
  let next = 0;
  const all = texts.map((text) => {
    if (typeof text === "string") return text;
    next += text + 1;
    return shared[next - 1] ?? "";
  });
  const [name, namespace] = names;
  const [shape = "", ...leaves] = all.map((text) =>
    name === "" ? text : text.replaceAll(marks[1], () => namespace).replaceAll(marks[0], () => name),
  );
  let leaf = 0;
  const filledIn: Runbook = JSON.parse(shape, (_, value: unknown) => {
    if (value !== 0) return value;
    leaf += 1;
    return leaves[leaf - 1];
  });
  return filledIn;
}

interface Marked {
  readonly names: PackedRunbook["names"];
  /** The shape of the runbook as JSON, in which a 0 stands for each text, then these texts. */
  readonly texts: readonly string[];
}

const marks = ["\u0001", "\u0002"] as const;

function markedTexts(runbook: Runbook): Marked {
  const leaves: string[] = [];
  const shape = JSON.stringify(runbook, (_, value: unknown) => {
    if (typeof value !== "string") return value;
    leaves.push(value);
    return 0;
  });
  const texts = [shape, ...leaves];
  const { cluster, namespace = "" } = runbook;
  const isMarked = texts.some((text) => marks.some((mark) => text.includes(mark)));
  if (cluster === "" || isMarked) return { names: ["", ""], texts };
  const withMarks = texts.map((text) => {
    const named = text.replaceAll(cluster, marks[0]);
    return namespace === "" ? named : named.replaceAll(namespace, marks[1]);
  });
  return { names: [cluster, namespace], texts: withMarks };
}
