import { expect } from "chai";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { findingsText } from "../../src/findings/finding-text.ts";
import { filter } from "../../src/function/filter.ts";

const pgbackrest = (more = "") => `
image: example/pgbackrest:18
global: {repo1-retension-full: "7"}
repos:
- {name: repo1, storage: pvc, volume: {size: 5Gi}, schedule: {full: 30 2 * * 0, incr: 30 2 * * 1-6}}
${more}`;
const resource = (spec: object, beside: object = {}, name = "demo") => ({
  apiVersion: "cpo.opensource.cybertec.at/v1",
  kind: "postgresql",
  metadata: { name, namespace: "pg" },
  spec: { teamId: "acid", numberOfInstances: 2, postgresql: { version: "17" }, volume: { size: "5Gi" }, ...spec },
  ...beside,
});
const list = (items: readonly unknown[]) =>
  Buffer.from(stringify({ apiVersion: "config.kubernetes.io/v1", kind: "ResourceList", items }));

async function report(item: object, options: { readonly everyCluster?: boolean } = {}): Promise<string> {
  const text = list([item]);
  const { findings, parts, exitCode } = await filter(text, undefined, options);
  if (exitCode === 1) {
    const output: { items: unknown } = parse(Buffer.concat(parts.map((part) => Buffer.from(part))).toString("utf8"));
    expect(output.items).to.deep.equal([item]);
  }
  return findingsText(findings);
}

const option = (path: string) =>
  `postgresql pg/demo ${path}.global.repo1-retension-full: error: \`repo1-retension-full\` is not a pgBackRest option, so this line has no effect. [unknown-option]\n  Write \`repo1-retention-full\`.\n`;
const dropped = (path: string, name: string, of: string, fix: string) =>
  `postgresql pg/demo ${path}: error: \`${name}\` is not a field of ${of}, so the API server drops it and nothing is backed up. [api-server-schema]\n  ${fix}\n\n`;

describe("a backup section in the wrong place", () => {
  const section = parse(pgbackrest());
  for (const [when, item, expected] of [
    [
      "is missing a level",
      resource({ pgbackrest: section }),
      dropped("spec.pgbackrest", "pgbackrest", "`spec`", "Move it into `spec.backup`.") + option("spec.pgbackrest"),
    ],
    ...["backups", "bakcup", "Backup", "back-up", "backUp"].map(
      (name) =>
        [
          `is called ${name}`,
          resource({ [name]: { pgbackrest: section } }),
          dropped(`spec.${name}`, name, "`spec`", "Did you mean `backup`?") + option(`spec.${name}.pgbackrest`),
        ] as const,
    ),
    [
      "stands beside spec",
      resource({}, { backup: { pgbackrest: section } }),
      dropped("backup", "backup", "a `postgresql`", "Move it into `spec`.") + option("backup.pgbackrest"),
    ],
    [
      "stands beside spec, without its upper level",
      resource({}, { pgbackrest: section }),
      dropped("pgbackrest", "pgbackrest", "a `postgresql`", "Move it into `spec.backup`.") + option("pgbackrest"),
    ],
    [
      "is indented too far",
      resource({ volume: { size: "5Gi", backup: { pgbackrest: section } } }),
      dropped("spec.volume.backup", "backup", "`spec.volume`", "Move it into `spec`.") +
        option("spec.volume.backup.pgbackrest"),
    ],
  ] as const) {
    it(`is an error where it ${when}, and is checked all the same`, async () =>
      expect(await report(item)).to.equal(expected));
  }

  it("is an error in the filter too, whatever its content", async () => {
    expect(await report(resource({ backups: true }))).to.equal(
      dropped("spec.backups", "backups", "`spec`", "Did you mean `backup`?").trimEnd().concat("\n"),
    );
  });

  for (const [spec, path, name] of [
    [{ backup: null }, "spec.backup", "backup"],
    [{ backup: {} }, "spec.backup", "backup"],
    [{ backup: { pgbackrest: null } }, "spec.backup.pgbackrest", "pgbackrest"],
  ] as const) {
    it(`is an error where nothing is in it: ${JSON.stringify(spec)}`, async () => {
      const expected = `postgresql pg/demo ${path}: error: \`${name}\` is written down, but nothing is in it, so nothing is backed up. [backup-section-empty]\n  Indent what belongs to the section below \`${name}\`, or remove \`backup\`.\n`;
      expect(await report(resource(spec))).to.equal(expected);
      expect(await report(resource(spec), { everyCluster: true })).to.equal(expected);
    });
  }
});

describe("a backup section without repositories", () => {
  it("is an error: the API server and the operator accept it, and nothing is backed up", async () => {
    const item = resource({ backup: { pgbackrest: { image: "example/pgbackrest:18", repos: null } } });
    const expected =
      "postgresql pg/demo spec.backup.pgbackrest.repos: error: `repos` is written down, but nothing is in it, so nothing is backed up. [backup-section-empty]\n  Indent the repositories below `repos`, or remove `backup`.\n";
    expect(await report(item)).to.equal(expected);
    expect(await report(item, { everyCluster: true })).to.equal(expected);
  });
});

describe("a cluster without a backup section", () => {
  const named =
    "postgresql pg/demo spec: info: The cluster has no backup section, so nothing is backed up. [no-backup-section]\n  Add `spec.backup.pgbackrest`, or switch this rule off for a cluster that needs no backups.\n";

  it("is named to those who want to know of every cluster, and by no build", async () => {
    expect(await report(resource({}))).to.equal("");
    expect(await report(resource({}), { everyCluster: true })).to.equal(named);
  });

  it("is not named where its annotation says so", async () => {
    const item = resource({});
    const annotations = { "expand-pgbackrest.fn.cpo.opensource.cybertec.at/checks": "no-backup-section=off: a cache" };
    expect(await report({ ...item, metadata: { ...item.metadata, annotations } }, { everyCluster: true })).to.equal("");
  });

  it("is warned of a field that the API server drops, and is written nevertheless", async () => {
    expect(await report(resource({ volume: { size: "5Gi", storageClassName: "fast" } }))).to.equal(
      "postgresql pg/demo spec.volume.storageClassName: warning: `storageClassName` is not a field of `spec.volume`, so the API server drops it and it has no effect. [unknown-field]\n  Did you mean `storageClass`?\n",
    );
  });

  it("is seen in every list, whatever the others are like and however it is spelled", async () => {
    const parameters = fc.dictionary(fc.constantFrom("a", "b", "spec"), fc.constantFrom("x", "'y'", "#", "a: b", "{"));
    const anyCluster = fc.record({ databases: parameters, users: fc.constantFrom({}, { app: ["createdb"] }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyCluster, { maxLength: 6 }),
        anyCluster,
        fc.constantFrom<readonly string[]>(
          ["spec", "bakups"],
          ["spec", "volume", "sizes"],
          ["backups"],
          ["spec", "users", "fine"],
        ),
        fc.nat(6),
        fc.constantFrom("block", "flow", "JSON"),
        async (others, spec, path, at, form) => {
          const odd: object = JSON.parse(JSON.stringify(resource(spec, {}, "odd")));
          const parent = path.slice(0, -1).reduce<unknown>((now, key) => Reflect.get(Object(now), key), odd);
          Reflect.set(Object(parent), path.at(-1) ?? "", path.includes("users") ? [] : "5Gi");
          const items: unknown[] = others.map((other, index) => resource(other, {}, `c${index}`));
          items.splice(Math.min(at, items.length), 0, odd);
          const value = { apiVersion: "config.kubernetes.io/v1", kind: "ResourceList", items };
          const text =
            form === "JSON"
              ? JSON.stringify(value)
              : form === "flow"
                ? items.map((item) => `---\n${stringify(item, { collectionStyle: "flow" })}`).join("")
                : stringify(value);
          const { findings } = await filter(Buffer.from(text));
          expect(findings.map(({ at: { object } }) => object.name)).to.deep.equal(
            path.includes("users") ? [] : ["odd"],
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("one mistake", () => {
  it("does not hide others, and is reported once", async () => {
    const section = parse(pgbackrest("labels: {tier: 5}\nrestore: {repo: repo9}"));
    section.repos[0].schedule = { full: 5, differential: "x" };
    const text = await report(resource({ teamId: 7, numberOfInstances: "2", backup: { pgbackrest: section } }));
    expect(
      [...text.matchAll(/^postgresql pg\/demo (\S+): (\w+): .* \[(.*)\]$/gm)].map((match) => match.slice(1)),
    ).to.deep.equal([
      ["spec.backup.pgbackrest.repos[0].schedule.differential", "error", "api-server-schema"],
      ["spec.teamId", "error", "api-server-schema"],
      ["spec.numberOfInstances", "error", "api-server-schema"],
      ["spec.backup.pgbackrest.repos[0].schedule.full", "error", "api-server-schema"],
      ["spec.backup.pgbackrest.restore.repo", "error", "api-server-schema"],
      ["spec.backup.pgbackrest.labels.tier", "error", "api-server-schema"],
      ["spec.backup.pgbackrest.global.repo1-retension-full", "error", "unknown-option"],
      ["spec.backup.pgbackrest.repos[0].schedule.differential", "error", "schedule-invalid"],
    ]);
  });

  it("of a clone does not hide those of its file in the Secret", async () => {
    const text = await report(
      resource({
        clone: { cluster: "parent", pgbackrest: { repo: { name: "repo1", storage: "s3", resource: "b" } } },
        backup: { pgbackrest: parse(pgbackrest()) },
      }),
    );
    expect(text).to.include("[unknown-option]").and.to.include("spec.clone.pgbackrest.repo.name");
  });
});
