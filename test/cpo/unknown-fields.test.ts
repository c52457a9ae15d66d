import { expect } from "chai";
import fc from "fast-check";
import { fieldSynonyms } from "../../src/cpo/field-synonyms.ts";
import { postgresqlFields } from "../../src/cpo/generated/postgresql-fields.ts";
import type { Finding } from "../../src/findings/finding.ts";
import { filter } from "../../src/function/filter.ts";
import { type FieldTree, fieldsOf, isList } from "../../src/json/field-tree.ts";

/*
 * Every field that the API server knows, in the wrong spelling or in the wrong place: one finding, which names the right field, and never
 * hides another one.
 */

type Fields = { [key: string]: unknown };
type Step = string | number;

/** A healthy cluster, but for one thing: an option that pgBackRest does not know. */
const cluster = (): Fields => ({
  apiVersion: "cpo.opensource.cybertec.at/v1",
  kind: "postgresql",
  metadata: { name: "demo", namespace: "pg" },
  spec: {
    teamId: "acid",
    numberOfInstances: 2,
    postgresql: { version: "17" },
    volume: { size: "5Gi" },
    backup: {
      pgbackrest: {
        image: "example/pgbackrest:18",
        global: { "repo1-retention-full": "7", "repo1-retension-diff": "3" },
        repos: [{ name: "repo1", storage: "pvc", volume: { size: "5Gi" }, schedule: { full: "30 2 * * *" } }],
      },
    },
  },
});

interface Place {
  readonly path: readonly Step[];
  readonly tree: FieldTree;
}

/** Every named field, with the first entry of lists and one key of maps on the way. */
function places(tree: FieldTree, path: readonly Step[]): readonly Place[] {
  if (tree === null || tree === true) return [];
  if (isList(tree)) return places(tree[0], [...path, 0]);
  return Object.entries(tree).flatMap(([name, below]) => [
    ...(name === "*" ? [] : [{ path: [...path, name], tree: below }]),
    ...places(below, [...path, name === "*" ? "key" : name]),
  ]);
}

const all = places(postgresqlFields(), []).filter(({ path: [top] }) => top === "spec");

/** Something of the shape that the field has. */
function shaped(tree: FieldTree): unknown {
  if (tree === true) return "x";
  if (tree === null) return {};
  if (isList(tree)) return [shaped(tree[0])];
  return Object.fromEntries(Object.entries(tree).map(([name, below]) => [name === "*" ? "key" : name, shaped(below)]));
}

function put(into: Fields, path: readonly Step[], value: unknown): void {
  let at: unknown = into;
  path.forEach((step, index) => {
    const last = index === path.length - 1;
    const next: unknown = Reflect.get(Object(at), step);
    if (last) Reflect.set(Object(at), step, value);
    else if (typeof next !== "object" || next === null)
      Reflect.set(Object(at), step, typeof path[index + 1] === "number" ? [] : {});
    at = Reflect.get(Object(at), step);
  });
}

function take(from: Fields, path: readonly Step[]): unknown {
  const parent = path.slice(0, -1).reduce<unknown>((at, step) => Reflect.get(Object(at), step), from);
  const value: unknown = Reflect.get(Object(parent), path.at(-1) ?? "");
  if (parent !== undefined) Reflect.deleteProperty(Object(parent), path.at(-1) ?? "");
  return value;
}

async function findingsOf(resource: unknown): Promise<readonly Finding[]> {
  const list = { apiVersion: "config.kubernetes.io/v1", kind: "ResourceList", items: [resource] };
  return (await filter(Buffer.from(JSON.stringify(list)), undefined, { everyCluster: true })).findings;
}

const isAbout = (path: readonly Step[]) => (finding: Finding) =>
  finding.at.in === "field" &&
  finding.at.path.join(".") === path.join(".") &&
  finding.problem.includes("is not a field");

/** The field is said to be unknown once, with advice that is right or gives the choices; and the unknown option is found, too. */
async function expectOneFinding(resource: Fields, at: readonly Step[], right: string, orList = false) {
  const findings = await findingsOf(resource);
  const text = JSON.stringify(findings, undefined, 1);
  const about = findings.filter(isAbout(at));
  expect(about.length, text).to.equal(1);
  expect(
    about[0]?.fix.includes(`\`${right}\``) || (orList && about[0]?.fix.includes("kubectl explain")),
    `${right}: ${about[0]?.fix}`,
  ).to.equal(true);
  const isSection = ["backup", "spec"].includes(String(at.at(-1)));
  if (!isSection) expect(findings.filter(({ rule }) => rule === "unknown-option").length, text).to.equal(1);
}

const dotted = (path: readonly Step[]) => path.join(".").replace(/\.(\d+)/g, "[$1]");
const place = fc.constantFrom(...all);
const fieldsAt = (path: readonly Step[]) =>
  fieldsOf(
    path.reduce<FieldTree | undefined>((tree, step) => {
      if (typeof step === "number") return tree;
      const fields = fieldsOf(tree);
      return fields?.[step] === undefined ? fields?.["*"] : fields[step];
    }, postgresqlFields()),
  ) ?? {};

/** A name with one letter left out, added, changed, or swapped with the next. */
const misspelled = (name: string) =>
  fc
    .tuple(fc.nat(name.length - 1), fc.constantFrom("drop", "add", "change", "swap"), fc.constantFrom(..."qxz"))
    .map(([at, how, letter]) => {
      if (how === "drop") return name.slice(0, at) + name.slice(at + 1);
      if (how === "add") return name.slice(0, at) + letter + name.slice(at);
      if (how === "change") return name.slice(0, at) + letter + name.slice(at + 1);
      return name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2);
    });

/** Renames the field at a path, and gives it a value first if it has none. */
function renamed({ path, tree }: Place, name: string): { readonly resource: Fields; readonly at: readonly Step[] } {
  const resource = cluster();
  const value = take(resource, path) ?? shaped(tree);
  const at = [...path.slice(0, -1), name];
  put(resource, at, value);
  return { resource, at };
}

describe("a field that the API server does not know", function () {
  this.timeout(480_000);

  it("is said to be another one, if it is spelled almost like it", async () => {
    await fc.assert(
      fc.asyncProperty(
        place.chain((each) =>
          fc.tuple(
            fc.constant(each),
            fc.oneof(
              misspelled(String(each.path.at(-1))),
              fc.constantFrom(
                `${each.path.at(-1)}s`,
                String(each.path.at(-1)).toUpperCase(),
                `${String(each.path.at(-1)).charAt(0).toUpperCase()}${String(each.path.at(-1)).slice(1)}`,
              ),
            ),
          ),
        ),
        async ([each, name]) => {
          fc.pre(name !== "" && name !== "key");
          const known = fieldsAt(each.path.slice(0, -1));
          fc.pre(!(name in known) && known["*"] === undefined);
          const { resource, at } = renamed(each, name);
          await expectOneFinding(resource, at, String(each.path.at(-1)));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("is said to belong one level down, if it stands one level too high", async () => {
    for (const { path, tree } of all) {
      const owner = typeof path.at(-2) === "number" ? path.slice(0, -2) : path.slice(0, -1);
      const at = [...owner.slice(0, -1), String(path.at(-1))];
      const known = fieldsAt(at.slice(0, -1));
      if (owner.length === 0 || String(path.at(-1)) in known || known["*"] !== undefined || path.includes("key"))
        continue;
      const resource = cluster();
      const value = take(resource, path) ?? shaped(tree);
      put(resource, at, value);
      await expectOneFinding(resource, at, dotted(owner), true);
    }
  });

  it("is said to belong one level up, if it stands one level too low", async () => {
    for (const { path, tree } of all) {
      if (path.includes("key")) continue;
      const name = String(path.at(-1));
      const parent = path.slice(0, -1);
      for (const [sibling, below] of Object.entries(fieldsAt(parent))) {
        if (sibling === name || below === null || below === true || isList(below) || "*" in below || name in below)
          continue;
        const at = [...parent, sibling, name];
        const resource = cluster();
        const value = take(resource, path) ?? shaped(tree);
        put(resource, at, value);
        await expectOneFinding(resource, at, dotted(parent) || "spec", true);
      }
    }
  });

  it("is said to be what other tools call so", async () => {
    for (const { path, tree } of all) {
      const name = String(path.at(-1));
      const known = fieldsAt(path.slice(0, -1));
      for (const synonym of fieldSynonyms[name] ?? []) {
        if (Object.keys(known).some((other) => other.toLowerCase() === synonym.toLowerCase())) continue;
        const { resource, at } = renamed({ path, tree }, synonym);
        await expectOneFinding(resource, at, name);
      }
    }
  });

  it("is not said to be another one, if it is far from all of them", async () => {
    const parents = new Map(all.map(({ path }) => [path.slice(0, -1).join("."), path.slice(0, -1)]));
    for (const parent of parents.values()) {
      if (parent.includes("key") || fieldsAt(parent)["*"] !== undefined) continue;
      const resource = cluster();
      for (const word of ["wobble", "zzyzx", "quuxfrobnicate"]) put(resource, [...parent, word], "x");
      const findings = (await findingsOf(resource)).filter(({ problem }) => problem.includes("is not a field"));
      expect(findings.length).to.equal(3);
      for (const { fix } of findings) expect(fix, parent.join(".")).to.match(/^Remove it, or write one of the fields /);
    }
  });
});
