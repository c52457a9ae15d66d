import { type Html, markup } from "../html.ts";

/** An element of the page's own markup; that it is missing is our mistake. */
export function find<T extends Element>(selector: string, type: new () => T, root: ParentNode = document): T {
  const found = root.querySelector(selector);
  if (found instanceof type) return found;
  throw new Error(`The page has no ${selector}.`);
}

/** All elements of a type that a selector finds. */
export const all = <T extends Element>(
  selector: string,
  type: new () => T,
  root: ParentNode = document,
): readonly T[] =>
  [...root.querySelectorAll(selector)].flatMap((element) => (element instanceof type ? [element] : []));

/** Puts markup into an element, in place of what was there. */
export function fill(element: Element, content: Html): void {
  element.innerHTML = markup(content);
}
