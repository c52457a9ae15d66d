import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import { filter } from "../../src/function/filter.ts";
import type { JsonValue } from "../../src/json/json-value.ts";

/*
 * Our own earlier output in the input: updated in place, removed when it is no longer wanted, never mixed up with what is not ours. In
 * every form that a list can have.
 */

const cluster = (name: string, schedules: string, more = "") => ({
  apiVersion: "cpo.opensource.cybertec.at/v1",
  kind: "postgresql",
  metadata: { name, namespace: "pg", labels: { tier: "gold" } },
  spec: {
    teamId: "acid",
    numberOfInstances: 1,
    postgresql: { version: "17" },
    volume: { size: "5Gi" },
    ...(schedules !== "" && {
      backup: {
        pgbackrest: {
          image: `example/pgbackrest:18${more}`,
          global: { "repo1-retention-full": "4" },
          repos: [
            {
              name: "repo1",
              storage: "pvc",
              volume: { size: "5Gi" },
              schedule: Object.fromEntries(schedules.split(" ").map((type) => [type, "30 2 * * *"])),
            },
          ],
        },
      },
    }),
  },
});
const other = { apiVersion: "v1", kind: "Service", metadata: { name: "x" } };
const mark = "expand-pgbackrest.fn.cpo.opensource.cybertec.at/owner";
const fn = (spec: JsonValue): JsonValue => ({
  apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1",
  kind: "ExpandPgBackRest",
  spec,
});

/** Ways to write a list. Each item is a separate text, so that what stays can be found again. */
const json = (item: unknown) => JSON.stringify(item);
const forms: Readonly<Record<string, (items: readonly unknown[]) => string>> = {
  "a block list": (items) =>
    `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${items.map((item) => `- ${json(item)} # kept\n`).join("")}`,
  "an indented list with CRLF": (items) =>
    `apiVersion: config.kubernetes.io/v1\r\nkind: ResourceList\r\nitems:\r\n${items.map((item) => `   - ${json(item)}\r\n`).join("")}x: y\r\n`,
  "a flow sequence below a block mapping": (items) =>
    `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: [\n${items.map((item) => ` ${json(item)}`).join(",\n")}\n ]\nx: y\n`,
  "a flow list": (items) =>
    `{apiVersion: config.kubernetes.io/v1, kind: ResourceList, items: [\n${items.map(json).join(" ,\n")}\n], x: y}\n`,
  JSON: (items) => JSON.stringify({ apiVersion: "config.kubernetes.io/v1", items, kind: "ResourceList" }),
  documents: (items) => items.map((item) => `---\n${json(item)}\n`).join(""),
  "documents in the lines of their markers": (items) => items.map((item) => `--- ${json(item)}\n`).join(""),
};

async function run(text: string, functionConfig?: JsonValue) {
  const { parts, exitCode, findings } = await filter(Buffer.from(text), functionConfig);
  return {
    text: Buffer.concat(parts.map((part) => Buffer.from(part))).toString("utf8"),
    exitCode,
    errors: findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule),
  };
}

interface Item {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  readonly spec?: {
    readonly schedule?: string;
    readonly jobTemplate?: { readonly spec?: Readonly<Record<string, unknown>> };
  };
}

const itemsOf = (text: string): readonly Item[] =>
  parseAllDocuments(text).flatMap((document) => {
    expect(document.errors).to.deep.equal([]);
    const value = document.toJS();
    return value.kind === "ResourceList" ? value.items : [value];
  });
const names = (text: string) => itemsOf(text).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const made = (name: string, ...types: readonly string[]) => [
  `ConfigMap ${name}-pgbackrest-config`,
  `ConfigMap ${name}-pgbackrest-repohost-config`,
  `StatefulSet ${name}-pgbackrest-repo-host`,
  ...types.map((type) => `CronJob pgbackrest-${name}-repo1-${type}`),
];

/** A list as a run left it, with its items changed by hand. */
async function leftBy(
  form: (items: readonly unknown[]) => string,
  items: readonly unknown[],
  change: (items: Item[]) => readonly unknown[],
) {
  const { text, exitCode } = await run(form(items));
  expect(exitCode).to.equal(0);
  return form(change([...itemsOf(text)]));
}

describe("what earlier runs left", () => {
  for (const [what, form] of Object.entries(forms)) {
    it(`in ${what}: nothing asked for: nothing changes`, async () => {
      const { text } = await run(form([cluster("a", "full incr"), other]));
      expect(await run(text)).to.deep.equal({ text, exitCode: 0, errors: [] });
    });

    it(`in ${what}: is updated where it stands, wherever somebody put it`, async () => {
      const changed = await leftBy(form, [cluster("a", "full incr"), other], (items) => [...items].reverse());
      const before = itemsOf(changed).map((item) =>
        item.kind === "postgresql" ? cluster("a", "full incr", "-2") : item,
      );
      const { text } = await run(form(before));
      expect(names(text)).to.deep.equal([...made("a", "full", "incr")].reverse().concat("Service x", "postgresql a"));
      expect(text.match(/"?image"?: *"?example\/pgbackrest:18-2/g)).to.have.lengthOf(4);
      expect((await run(text)).text).to.equal(text);
    });

    it(`in ${what}: goes when the schedule, the section or the cluster is gone`, async () => {
      const replaced = (name: string, by: readonly unknown[]) => (items: Item[]) =>
        items.flatMap((item) => (item.kind === "postgresql" && item.metadata.name === name ? by : [item]));
      const clusters = [cluster("a", "full incr"), other, cluster("b", "full")];
      const withoutSchedule = await leftBy(form, clusters, replaced("a", [cluster("a", "incr")]));
      expect(names((await run(withoutSchedule)).text)).to.have.members([
        ...made("a", "incr"),
        ...made("b", "full"),
        "postgresql a",
        "postgresql b",
        "Service x",
      ]);
      const withoutSection = await leftBy(form, clusters, replaced("a", [cluster("a", "")]));
      expect(names((await run(withoutSection)).text)).to.have.members([
        ...made("b", "full"),
        "postgresql a",
        "postgresql b",
        "Service x",
      ]);
      const withoutCluster = await leftBy(form, clusters, replaced("b", []));
      expect(names((await run(withoutCluster)).text)).to.have.members([
        ...made("a", "full", "incr"),
        "postgresql a",
        "Service x",
      ]);
      const withoutAny = await leftBy(form, [cluster("a", "full")], replaced("a", []));
      const { text, exitCode } = await run(withoutAny);
      expect(exitCode).to.equal(0);
      expect(itemsOf(text === "" ? "items: []\nkind: ResourceList" : text)).to.deep.equal([]);
    });

    it(`in ${what}: keeps what others put on it, and is put right where it was edited`, async () => {
      const changed = await leftBy(form, [cluster("a", "full")], (items) =>
        items.map((item) => {
          if (item.kind !== "CronJob") return item;
          const { metadata } = item;
          return {
            ...item,
            metadata: {
              ...metadata,
              labels: { ...metadata.labels, theirs: "x", team: "wrong" },
              annotations: { "their/a": "y" },
            },
            spec: { ...item.spec, schedule: "0 0 * * *" },
          };
        }),
      );
      const { text } = await run(changed);
      const job = itemsOf(text).find(({ kind }) => kind === "CronJob");
      expect(job?.spec?.schedule).to.equal("30 2 * * *");
      expect(job?.metadata.annotations).to.deep.equal({ "their/a": "y" });
      expect(job?.metadata.labels).to.include({ theirs: "x", team: "acid", [mark]: "a" });
      expect((await run(text)).text).to.equal(text);
    });

    it(`in ${what}: keeps the fields of a CronJob that the operator leaves alone, also when the rest is updated`, async () => {
      const kept = {
        suspend: true,
        timeZone: "Europe/Vienna",
        startingDeadlineSeconds: 600,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 5,
      };
      const keptInJobs = { activeDeadlineSeconds: 7200, backoffLimit: 1, ttlSecondsAfterFinished: 86400 };
      const patched = await leftBy(form, [cluster("a", "full")], (items) =>
        items.map((item) => {
          if (item.kind === "postgresql") return cluster("a", "full", "-2");
          if (item.kind !== "CronJob") return item;
          const { jobTemplate } = item.spec ?? {};
          const job = { ...jobTemplate, spec: { ...jobTemplate?.spec, ...keptInJobs, parallelism: 3 } };
          return { ...item, spec: { ...item.spec, ...kept, concurrencyPolicy: "Allow", jobTemplate: job } };
        }),
      );
      const { text } = await run(patched);
      const { jobTemplate, ...spec } = itemsOf(text).find(({ kind }) => kind === "CronJob")?.spec ?? {};
      expect(spec).to.deep.equal({ schedule: "30 2 * * *", concurrencyPolicy: "Forbid", ...kept });
      const { template, ...job } = jobTemplate?.spec ?? {};
      expect(job).to.deep.equal(keptInJobs);
      expect(JSON.stringify(template)).to.include("example/pgbackrest:18-2");
      const again = await filter(Buffer.from(text));
      expect(again.stale).to.deep.equal([]);
      expect(Buffer.concat(again.parts.map((part) => Buffer.from(part))).toString("utf8")).to.equal(text);
    });

    it(`in ${what}: without our mark is somebody else's: an error, or adopted on request`, async () => {
      const theirs = await leftBy(form, [cluster("a", "full")], (items) =>
        items.map((item) =>
          item.kind === "CronJob" ? { ...item, metadata: { name: item.metadata.name, namespace: "pg" } } : item,
        ),
      );
      const refused = await run(theirs);
      expect({ exitCode: refused.exitCode, errors: refused.errors }).to.deep.equal({
        exitCode: 1,
        errors: ["name-taken"],
      });
      expect(itemsOf(refused.text).slice(0, 6)).to.deep.equal(itemsOf(theirs));
      const adopted = await run(theirs, fn({ adopt: true }));
      expect(adopted.errors).to.deep.equal([]);
      expect(names(adopted.text)).to.deep.equal(names(theirs));
      expect(
        itemsOf(adopted.text).every(({ kind, metadata }) => kind === "postgresql" || metadata.labels?.[mark] === "a"),
      ).to.equal(true);
      expect((await run(adopted.text)).text).to.equal(adopted.text);
    });

    for (const order of ["before", "after"])
      it(`in ${what}: without our mark ${order} ours is in the way as well, or one with it on request`, async () => {
        const twice = await leftBy(form, [cluster("a", "full")], (items) =>
          items.flatMap((item) => {
            if (item.kind !== "CronJob") return [item];
            const theirs = { ...item, metadata: { name: item.metadata.name, namespace: "pg" } };
            return order === "before" ? [theirs, item] : [item, theirs];
          }),
        );
        expect(await run(twice)).to.deep.include({ exitCode: 1, errors: ["name-taken"] });
        const adopted = await run(twice, fn({ adopt: true }));
        expect(adopted.errors).to.deep.equal([]);
        expect(itemsOf(adopted.text).map(({ kind, metadata }) => `${kind} ${metadata.name}`)).to.deep.equal([
          "postgresql a",
          ...made("a", "full"),
        ]);
        expect((await run(adopted.text)).text).to.equal(adopted.text);
      });

    it(`in ${what}: is known by group and kind, in whatever version`, async () => {
      const text = await leftBy(form, [cluster("a", "full")], (items) =>
        items.map((item) => (item.kind === "CronJob" ? { ...item, apiVersion: "batch/v1beta1" } : item)),
      );
      expect(names((await run(text)).text)).to.deep.equal(["postgresql a", ...made("a", "full")]);
      const metadata = { name: "a-pgbackrest-config", namespace: "pg", labels: { [mark]: "a" } };
      const ofOthers = form([
        { apiVersion: "example.com/v1", kind: "ConfigMap", metadata },
        { kind: "CronJob", metadata },
      ]);
      expect(await run(ofOthers)).to.deep.equal({ text: ofOthers, exitCode: 0, errors: [] });
    });

    it(`in ${what}: of clusters that are not selected stays`, async () => {
      const { text } = await run(form([cluster("a", "full")]));
      const selector = fn({ selector: { matchLabels: { tier: "iron" } } });
      expect((await run(text, selector)).text).to.equal(text);
    });

    it(`in ${what}: twice is once: a copy of our own goes, another namespace's stays with its owner`, async () => {
      const twice = await leftBy(form, [cluster("a", "full")], (items) => [
        ...items,
        ...items.filter(({ kind }) => kind === "CronJob"),
      ]);
      expect(names((await run(twice)).text).filter((name) => name.startsWith("CronJob"))).to.deep.equal([
        "CronJob pgbackrest-a-repo1-full",
      ]);
      const elsewhere = { ...cluster("a", "full"), metadata: { name: "a", namespace: "elsewhere" } };
      const { text } = await run(form([cluster("a", "full"), elsewhere]));
      expect(names(text).filter((name) => name.startsWith("CronJob"))).to.have.lengthOf(2);
      expect((await run(text)).text).to.equal(text);
    });
  }

  for (const [what, form] of Object.entries(forms)) {
    it(`inside of a List, in ${what}: is compared, and nothing is written where it would have to change`, async () => {
      const inList = (items: readonly unknown[]) => [{ apiVersion: "v1", kind: "List", items }];
      const fresh = itemsOf((await run(form([cluster("a", "full incr")]))).text);
      const found = async (items: readonly unknown[], functionConfig?: JsonValue) => {
        const { text, exitCode, errors } = await run(form(inList(items)), functionConfig);
        const isUnchanged =
          itemsOf(text).length === 1 && JSON.stringify(itemsOf(text)) === JSON.stringify(inList(items));
        return { exitCode, errors, isUnchanged };
      };
      const same = { exitCode: 0, errors: [], isUnchanged: true };
      const refused = (rule: string) => ({ exitCode: 1, errors: [rule], isUnchanged: true });
      const job = (item: Item) => item.kind === "CronJob" && item.metadata.name.endsWith("-full");
      const changed = fresh.map((item) =>
        job(item) ? { ...item, spec: { ...item.spec, schedule: "0 0 * * *" } } : item,
      );
      const unmarked = fresh.map((item) =>
        job(item) ? { ...item, metadata: { ...item.metadata, labels: {} } } : item,
      );
      expect(await found(fresh)).to.deep.equal(same);
      expect(await found(changed)).to.deep.equal(refused("stale-object"));
      expect(await found([...fresh, ...fresh.filter(job)])).to.deep.equal(refused("stale-object"));
      expect(await found(fresh.filter(({ kind }) => kind !== "postgresql"))).to.deep.equal({
        ...refused("stale-object"),
        errors: fresh.slice(1).map(() => "stale-object"),
      });
      expect(await found(unmarked)).to.deep.equal(refused("name-taken"));
      expect(await found(unmarked, fn({ adopt: true }))).to.deep.equal(refused("stale-object"));
    });
  }

  it("stays in the file to which the user moved it; new objects get places of their own", async () => {
    const withFile = <T extends object>(value: T, path: string, index: number) => ({
      ...value,
      metadata: {
        ...Object(Reflect.get(value, "metadata")),
        annotations: {
          "internal.config.kubernetes.io/path": path,
          "internal.config.kubernetes.io/index": String(index),
        },
      },
    });
    const form = forms["a block list"] ?? String;
    const places = (text: string) =>
      itemsOf(text).map(({ metadata }) => Object.values(metadata.annotations ?? {}).join(" "));
    const first = await run(form([withFile(cluster("a", "full"), "pg/a.yaml", 0)]));
    const file = "pg/a-pgbackrest.yaml";
    expect(places(first.text)).to.deep.equal(["pg/a.yaml 0", `${file} 0`, `${file} 1`, `${file} 2`, `${file} 3`]);
    const moved = itemsOf(first.text).map((item) =>
      item.kind === "CronJob" ? withFile(item, "jobs/mine.yaml", 0) : item,
    );
    const more = moved.map((item) =>
      item.kind === "postgresql" ? withFile(cluster("a", "full diff"), "pg/a.yaml", 0) : item,
    );
    const second = await run(form(more));
    expect(places(second.text)).to.deep.equal([
      "pg/a.yaml 0",
      `${file} 0`,
      `${file} 1`,
      `${file} 2`,
      "jobs/mine.yaml 0",
      `${file} 3`,
    ]);
  });
});
