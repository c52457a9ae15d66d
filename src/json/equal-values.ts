/** Equality by meaning: maps in any order, lists in order, `undefined` fields as absent ones. */
export function equalValues(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (!isObject(left) || !isObject(right)) return false;
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => equalValues(item, right[index]))
    );
  }
  for (const key in left) {
    const field = left[key];
    if (field !== undefined && !(Object.hasOwn(right, key) && equalValues(field, right[key]))) return false;
  }
  for (const key in right)
    if (right[key] !== undefined && (!Object.hasOwn(left, key) || left[key] === undefined)) return false;
  return true;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
