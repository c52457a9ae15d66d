/*
 * The law of builders: what they make of a cluster's values in the large parts of objects they make by copying. Such a part is written from
 * one text for a whole fleet, with every cluster's values in its gaps (`yaml/shared-text.ts`). So the function that makes it is told which
 * values there are, and not what they are: if a part depended on a value, it would be right for one cluster and wrong for the others.
 */

/**
 * A value that may be put somewhere, and nothing else. As a type it might be a symbol, so that to cut, measure, join or look into it does not
 * compile. It is the value, or a `Gap` in its place.
 */
export type Copied<Value> = Value | (symbol & { readonly isCopied: true });

/** Values that may only be copied. It can be seen which are there: one that may be missing is `undefined` then. */
export type Copies<Values> = { readonly [Name in keyof Values]: Copied<Values[Name]> };

/** Makes a part of an object of values and of what is the same for all objects of a run. */
export type MakePart<Values, Settings, Part> = (values: Copies<Values>, settings: Settings) => Part;

/**
 * Has a part made, or written later. What is written of the `common` values is written once for parts that get the same object, one after the
 * other.
 */
export type PartMaker = <Common extends object, Own extends object, Settings extends object, Part>(
  make: MakePart<Common & Own, Settings, Part>,
  common: Common,
  own: Own,
  settings: Settings,
) => Copied<Part>;

/** Makes it at once. */
export const madePart: PartMaker = (make, common, own, settings) => make({ ...common, ...own }, settings);

/** What stands in the place of a value, and writes it: what follows a key at `margin`, or items of a list or fields that begin there. */
export type Gap = (margin: string, as: WrittenAs) => string;
export type WrittenAs = "value" | "items" | "fields";

/*
 * The only casts: while a part is made of values, no `Copied` is anything but a value, and while it is written, none is looked into.
 */

/** A gap, as builders see it. */
export const copied = <Value>(gap: Gap) => gap as unknown as Copied<Value>;

/** Gaps for the values of these names. */
export const gapsFor = <Values>(names: readonly string[], gapOf: (index: number) => Gap) =>
  Object.fromEntries(names.map((name, index) => [name, gapOf(index)])) as unknown as Copies<Values>;

/** The items of a list, to be put into another one. */
export const itemsOf = <Item>(list: Copied<readonly Item[]>) =>
  (Array.isArray(list) ? list : [list]) as unknown as ReadonlyArray<Copied<Item>>;
