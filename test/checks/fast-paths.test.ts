import { expect } from "chai";
import fc from "fast-check";
import { isPlainName, nameProblem } from "../../src/checks/bucket-names.ts";
import { hostNameFor } from "../../src/checks/host-name.ts";
import { isAbout } from "../../src/checks/line-subjects.ts";
import { placeConfiguration } from "../../src/checks/place-configuration.ts";
import { isPlainValue } from "../../src/checks/plain-value.ts";
import { replacedLabels } from "../../src/checks/replaced-labels.ts";
import { problemOf as endpointProblem, isPlainHost } from "../../src/checks/rules/endpoint-protocol.ts";
import { mayRepeat } from "../../src/checks/rules/option-twice.ts";
import { isPlain, problems as podProblems } from "../../src/checks/rules/postgres-pods-refused.ts";
import { judge, suspect } from "../../src/checks/rules/quotes-or-comment-in-value.ts";
import { podConfiguration } from "../../src/configuration/pod-configuration.ts";
import { repositoryLocation } from "../../src/configuration/repository-location.ts";
import { writtenConfiguration } from "../../src/configuration/written-configuration.ts";
import { podLabels, selectorLabels } from "../../src/cpo/labels.ts";
import { allOptions } from "../../src/pgbackrest/option-table.ts";
import { valueProblem } from "../../src/pgbackrest/option-values.ts";
import { knownReleases } from "../../src/pgbackrest/releases.ts";
import { entriesOf, secretOf } from "../../src/secret/secret.ts";
import { clusterOf, settingsOf } from "../objects/given.ts";

/*
 * What a rule leaves out because nothing can be wrong with it, against the whole of what the rule does. Each law counts both outcomes, for
 * one that never leaves anything out, or always does, would say nothing.
 */

/** The Secret with one file. */
const secretWith = (text: string) =>
  secretOf({ apiVersion: "v1", kind: "Secret" }, entriesOf({ data: {}, stringData: { "a.conf": text } }), false);

/** A repository that a cluster may have. */
const volume = { name: "repo1", storage: "pvc", resource: "x", volume: { size: "1Gi" } };

/** Texts of these parts. */
const textOf = (...parts: readonly string[]) =>
  fc.array(fc.constantFrom(...parts), { maxLength: 4 }).map((chosen) => chosen.join(""));

/** At most two of these fields, each with one of its values. */
const fewOf = (values: Readonly<Record<string, readonly unknown[]>>) =>
  fc
    .subarray(Object.keys(values), { maxLength: 2 })
    .chain((names) =>
      fc.record(Object.fromEntries(names.map((name) => [name, fc.constantFrom(...(values[name] ?? []))]))),
    );

/** Holds a law for many inputs, and sees to it that the fast path is taken for some of them, and not for others. */
function holds<Input>(inputs: fc.Arbitrary<Input>, isFast: (input: Input) => boolean): void {
  let fast = 0;
  let slow = 0;
  fc.assert(
    fc.property(inputs, (input) => {
      if (isFast(input)) fast += 1;
      else slow += 1;
    }),
    { numRuns: 1000 },
  );
  expect(Math.min(fast, slow), `${fast} fast, ${slow} slow`).to.be.greaterThan(50);
}

describe("what a rule leaves out", () => {
  it("is a resource with nothing that can be wrong in its pods", () => {
    const specs = fewOf({
      additionalVolumes: [[{ name: "v", mountPath: "/tmp", volumeSource: { emptyDir: {} } }]],
      initContainers: [[{ name: "a" }]],
      monitor: [{}, { image: "e:1" }, { image: "E:1" }, { image: "e:1", customQueries: "q" }],
      dockerImage: ["p:1", "P:1"],
      tls: [{ secretName: "a.b" }],
      sidecars: [[{ name: "postgres", image: "e:1" }]],
      volume: [{ size: "1Gi" }, { size: "1Gi", subPath: ".." }],
      resources: [
        { requests: { memory: "9Gi" } },
        { requests: { cpu: "1" }, limits: { cpu: "2" } },
        { limits: { cpu: "1m", memory: "1Gi" } },
        { limits: { memory: "1K" } },
        { requests: { memory: "1K" }, limits: {} },
        {},
      ],
      serviceAnnotations: [{ "a b": "c" }],
      masterServiceAnnotations: [{ "a b": "c" }],
      replicaServiceAnnotations: [{ "a b": "c" }],
      spiloFSGroup: [-1],
      spiloRunAsUser: [-1],
      spiloRunAsGroup: [-1],
      clone: [{ cluster: "old", pgbackrest: { repo: { name: "repo1", storage: "pvc" } } }],
      backup: [{ pgbackrest: { image: "b:1", repos: [volume] } }],
    });
    const settings = fewOf({
      additional_secret_mount: ["pgdata", "a.b"],
      additional_secret_mount_path: ["/tmp", "/home/postgres/pgdata"],
      share_pgsocket_with_sidecars: [true],
      container_readonly_root_filesystem: [true, false],
      default_memory_request: ["5Gi"],
      default_cpu_limit: ["1m"],
      set_memory_request_to_limit: [true],
    });
    holds(fc.tuple(specs, settings), ([spec, given]) => {
      const cluster = clusterOf(JSON.stringify(spec));
      const isFast = isPlain(cluster, settingsOf(given));
      if (isFast) expect([...podProblems(cluster, settingsOf(given))]).to.deep.equal([]);
      return isFast;
    });
  });

  it("is a cluster that puts nothing over the labels by which pods are selected", () => {
    const keys = ["team", "application", "cpo_monitoring_stack", "name", "stage"];
    const type = "member.cpo.opensource.cybertec.at/type";
    const labels = fc.dictionary(fc.constantFrom(...keys, type), fc.constantFrom("demo", "acid", "true"), {
      maxKeys: 2,
    });
    const inputs = fc.record({
      metadata: labels,
      spec: fc.option(labels),
      section: fc.option(labels),
      monitor: fc.boolean(),
      inherited_labels: fc.option(fc.subarray(keys), { nil: [] }),
      cluster_labels: fc.option(labels),
      cluster_name_label: fc.constantFrom("name", "cluster-name"),
      release: fc.constantFrom("0.8.3" as const, "0.9.2" as const),
    });
    holds(inputs, ({ metadata, spec, section, monitor, cluster_labels, release, ...given }) => {
      const pgbackrest = { image: "b:1", repos: [volume], ...(section !== null && { labels: section }) };
      const fields = {
        backup: { pgbackrest },
        ...(spec !== null && { labels: spec }),
        ...(monitor && { monitor: {} }),
      };
      const cluster = clusterOf(JSON.stringify(fields), { labels: metadata });
      const settings = settingsOf({ ...given, ...(cluster_labels !== null && { cluster_labels }) }, release);
      const selector = selectorLabels(cluster, settings, "repo-host");
      const pod = podLabels(cluster, settings, "repo-host");
      const replaced = Object.keys(selector).flatMap((key) => (pod[key] === selector[key] ? [] : [[key, pod[key]]]));
      expect([...replacedLabels(cluster, settings)]).to.deep.equal(replaced);
      return replaced.length === 0;
    });
  });

  it("is a line that does not say where a repository is", () => {
    const options = [
      ...["repo1-path", " repo1-path ", "repo2-path", "repo-path", "repo1-storage-host", "repo1-s3-host"],
      ...["repo1-storage-port", "repo1-s3-port", "repo1-azure-host", "process-max", "path", "repo1-s3-endpoint", "x"],
    ];
    const value = fc.constantFrom("/a", "/b", "h.example.com", "443", "{{PATH}}");
    const lines = fc.array(fc.tuple(fc.constantFrom("[global]", "[db]", "[x]"), fc.constantFrom(...options), value), {
      maxLength: 4,
    });
    const inputs = fc.record({
      global: fc.dictionary(fc.constantFrom(...options), value, { maxKeys: 5 }),
      secret: fc.option(lines, { nil: undefined }),
      name: fc.constantFrom("", "keys"),
    });
    holds(inputs, ({ global, secret: lines, name }) => {
      const cluster = clusterOf(
        JSON.stringify({
          backup: {
            pgbackrest: {
              image: "b:1",
              global,
              configuration: { secret: name },
              repos: [
                { name: "repo1", storage: "s3", resource: "a", endpoint: "s3.example.com", region: "eu" },
                { name: "repo2", storage: "azure", resource: "a", endpoint: "e.example.com", account: "b" },
                { name: "repo3", storage: "gcs", resource: "a" },
                { ...volume, name: "repo4" },
              ],
            },
          },
        }),
      );
      const secret = lines && secretWith(lines.map(([section, key, set]) => `${section}\n${key} = ${set}\n`).join(""));
      const [fast, plain] = [placeConfiguration(cluster, secret), writtenConfiguration(cluster, secret)];
      const nameOf = hostNameFor(cluster, settingsOf());
      for (const repository of cluster.repositories)
        expect(repositoryLocation(repository, fast, nameOf)).to.deep.equal(
          repositoryLocation(repository, plain, nameOf),
        );
      expect(fast.complete).to.equal(plain.complete);
      return fast.written.length < plain.written.length;
    });
  });

  it("is a pod in which no two lines of a section set the same option", () => {
    const line = fc.constantFrom(
      ...["[db]", "[global]", "process-max = 1", "repo1-path = /a", "repo2-path = /b", "repo-path = /c"],
      ...[
        "repo1-s3-verify-tls = n",
        "repo1-storage-verify-tls = y",
        "archive-queue-max = 1",
        "archive-push-queue-max = 1",
      ],
      ...["exclude = a", "annotation = a=b", "unknown = 1", "pg1-path = /x", "pg2-path = /x"],
    );
    const repeatable = ["list", "hash"];
    holds(fc.array(line, { maxLength: 8 }), (given) => {
      const { lines } = podConfiguration(secretWith(`[global]\n${given.join("\n")}`).lines);
      const options = lines.flatMap(({ meaning, section }) =>
        meaning.is === "option" && !repeatable.includes(meaning.option.type)
          ? [`${section} ${meaning.name} ${meaning.index}`]
          : [],
      );
      const isFast = !mayRepeat({ lines });
      if (isFast) expect(new Set(options).size).to.equal(options.length);
      return isFast;
    });
  });

  it("is a value without quotes, comments and blanks", () => {
    const values = textOf("a", "/", "=", "#", ";", " ", '"', "'", "\u00a0", "\u201c", "\u200b", "\u0085", "é");
    const option = fc.constantFrom("repo1-path", "repo1-s3-key", "db-include", "annotation", "repo1-cipher-pass");
    holds(fc.tuple(option, values), ([key, value]) => {
      const [line] = writtenConfiguration(
        clusterOf(
          JSON.stringify({ backup: { pgbackrest: { image: "b:1", repos: [volume], global: { [key]: value } } } }),
        ),
        undefined,
      ).written;
      if (line === undefined) throw new Error("There is a line.");
      const isFast = !isAbout(line, suspect);
      if (isFast) expect(judge(line)).to.equal(undefined);
      return isFast;
    });
  });

  it("is the plain name of a bucket", () => {
    const names = fc.oneof(
      textOf("abc", "7", "-", "a".repeat(20)),
      textOf("a", ".", "-", "A", "_", "/", ":", " ", "$", "<a>", "{{A}}", "arn:"),
    );
    const stores = fc.constantFrom(
      { storage: "s3", endpoint: "s3.eu-west-1.amazonaws.com", region: "eu-west-1" },
      { storage: "s3", endpoint: "s3.example.com", region: "eu" },
      { storage: "gcs", key: "k.json", keyType: "service" },
      { storage: "azure", endpoint: "blob.core.windows.net", account: "demo" },
    );
    holds(fc.tuple(names, stores, fc.boolean()), ([resource, store, complete]) => {
      const repos = [{ name: "repo1", resource, ...store }];
      const [repository] = clusterOf(JSON.stringify({ backup: { pgbackrest: { image: "b:1", repos } } })).repositories;
      if (repository === undefined || repository.storage === "pvc") throw new Error("It is in an object store.");
      const isFast = isPlainName(resource);
      if (isFast) expect(nameProblem(repository, {}, { isInHost: true, complete })).to.equal(undefined);
      return isFast;
    });
  });

  it("is an endpoint that is a host name and nothing else", () => {
    const endpoints = textOf(
      "a",
      "A",
      "7",
      "-",
      ".",
      "_",
      ":",
      "443",
      "/",
      " ",
      "[::1]",
      "<a>",
      "{{A}}",
      "https://",
      "`",
    );
    holds(endpoints, (endpoint) => {
      const isFast = isPlainHost(endpoint);
      if (isFast) expect(endpointProblem(endpoint, "repo1", {})).to.equal(undefined);
      return isFast;
    });
  });

  it("is a value that every release takes", () => {
    const options = allOptions().filter(([, { type }]) =>
      ["boolean", "integer", "path", "size", "string-id", "time"].includes(type),
    );
    const values = fc.oneof(
      fc.constantFrom("y", "n", "/a", "60"),
      fc.constantFrom(
        "y",
        "n",
        "/",
        "/a",
        "/a//b",
        "a",
        "1",
        "60",
        "3600",
        "86400",
        "1m",
        "1KiB",
        "1MiB",
        "5MiB",
        "4MiB",
        "3GiB",
        "999999GiB",
        "1mib",
        "gz",
        "full",
        "info",
      ),
      fc.integer({ min: -1, max: 2 ** 32 }).map(String),
      textOf("0", "1", "9", "00", "-", "+", ".", "\n"),
    );
    const given = fc
      .constantFrom(...options)
      .chain(([, option]) =>
        fc.tuple(fc.constant(option), fc.oneof(values, fc.constantFrom(...(option.allow ?? ["y"])).map(String))),
      );
    holds(given, ([option, value]) => {
      const isFast = isPlainValue(option, value);
      for (const release of isFast ? knownReleases : [])
        for (const kind of [undefined, "gz", "lz4", "zst", "bz2", "s3", "azure", "gcs", "posix"])
          expect(valueProblem(option, value, release, kind)).to.equal(undefined);
      return isFast;
    });
  });
});
