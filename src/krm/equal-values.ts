/** Equality by meaning: maps in any order, lists in order, `undefined` fields as absent ones. */
export function equalValues(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => equalValues(item, right[index]))
    );
  }
  const [ours, theirs] = [present(left), present(right)];
  return (
    ours.size === theirs.size &&
    [...ours].every(([key, value]) => theirs.has(key) && equalValues(value, theirs.get(key)))
  );
}

const present = (value: object) => new Map(Object.entries(value).filter(([, field]) => field !== undefined));
