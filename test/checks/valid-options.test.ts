import { expect } from "chai";
import { exampleText } from "../../scripts/rule-example.ts";
import { type Option, optionIn } from "../../src/pgbackrest/option.ts";
import { allOptions, optionNamed } from "../../src/pgbackrest/option-table.ts";
import { keyOf } from "../pgbackrest/option-examples.ts";

/* Every option that may stand in a file, with a right value and what it depends on, in every release that judges ours: nothing is said. */

const releases = ["2.45", "2.54.0", "2.58.0", "2.59.1"];

/** What the operator writes or decides itself, or what only looks like an option, with the rule that says so. */
const notForUsers =
  /^(pg-|repo-host|repo-local|repo-sftp|repo-type$|log-path$|spool-path$|repo-path$|tls-server-|beta$)|^repo-(s3-(bucket|endpoint|region)|gcs-(bucket|key|key-type)|azure-(container|endpoint|account|key))$/;
/** Valid, but with a warning. */
const warned =
  /^(archive-mode|backup-standby|db-include|db-exclude|stop-auto|repo-target-time|repo-retention-archive|repo-retention-diff|repo-s3-sts-host|compress)$|^archive-push-queue-max$/;

/** A right value of an option. */
function rightValue(name: string, { type, allow, range }: Option): string {
  const least = Array.isArray(range) ? range[0] : 0;
  switch (type) {
    case "boolean":
      return "y";
    case "integer":
      return String(allow?.[0] ?? Math.max(least, 1));
    case "size":
      return String(allow?.[0] ?? (name === "repo-storage-upload-chunk-size" ? 5 * 1024 ** 2 : least));
    case "time":
      // More than PostgreSQL's checkpoint_timeout.
      return name === "db-timeout" ? "301" : String(Math.max(1, least / 1000));
    case "path":
      return "/with blank/x";
    case "string-id":
      return String(allow?.[0]);
    case "hash":
      return "a=b=c#d";
    case "string":
    case "list":
      return /-(endpoint|host)$/.test(name) ? "store.example.com" : "a#b = c";
  }
}

/** The lines that an option depends on; of storages, the one that fits. */
function conditions(option: Option, release: string, lines: Map<string, string>): string {
  const depends = optionIn(option, release)?.depends;
  const condition = depends === undefined || depends === null ? undefined : optionNamed(depends.option);
  if (depends === undefined || depends === null || condition === undefined) return "s3";
  const [wanted] = depends.in ?? [];
  if (depends.option === "repo-type") return depends.in?.includes("s3") ? "s3" : String(wanted);
  const storage = conditions(condition, release, lines);
  if (!notForUsers.test(depends.option) && condition.section !== "command-line")
    lines.set(
      keyOf(depends.option, condition),
      wanted === true ? "y" : wanted === false ? "n" : String(wanted ?? condition.allow?.[0] ?? "x"),
    );
  return storage;
}

const storages: Readonly<Record<string, { readonly repo: string; readonly conf: string }>> = {
  s3: { repo: "endpoint: s3.example.com, region: eu", conf: "repo1-s3-key = x\nrepo1-s3-key-secret = x" },
  gcs: { repo: "keyType: auto", conf: "" },
  azure: { repo: "endpoint: e.example.com, account: a", conf: "[db]\nrepo1-azure-key = ZXhhbXBsZQ==\n[global]" },
  posix: { repo: "volume: {size: 1Gi}", conf: "" },
};

describe("right options", () => {
  for (const release of releases) {
    it(`are not complained about: ${release}`, async () => {
      const complaints: string[] = [];
      for (const [name, option] of allOptions()) {
        const facts = optionIn(option, release);
        if (facts === undefined || option.section === "command-line") continue;
        if (notForUsers.test(name) || warned.test(name)) continue;
        const lines = new Map<string, string>();
        const storage = conditions(option, release, lines);
        if (release === "2.45" && name.startsWith("repo-block")) lines.set("beta", "y");
        lines.set(keyOf(name, option), rightValue(name, facts));
        const shared = [...lines.keys()].some((key) => key === "repo1-s3-key-type" && lines.get(key) !== "shared");
        const { repo, conf } = storages[storage] ?? { repo: "", conf: "" };
        for (const key of ["repo1-s3-key", "repo1-s3-key-secret"]) if (conf.includes(`${key} =`)) lines.delete(key);
        if (lines.has("repo1-cipher-type") && lines.get("repo1-cipher-type") !== "none")
          lines.set("repo1-cipher-pass", "x");
        const text = await exampleText({
          postgresql: `spec: {backup: {pgbackrest: {repos: [{name: repo1, storage: ${storage === "posix" ? "pvc" : storage}, resource: b, ${repo}, schedule: {full: 30 2 * * *}}]}}}`,
          functionConfig: `spec: {pgbackrestRelease: "${release}"}`,
          "x.conf": `[global]\n${shared ? "" : conf}\n${[...lines]
            .filter(([key]) => key !== "repo1-retention-full")
            .map(([key, value]) => `${key}=${value}\n`)
            .join("")}`,
        });
        if (text !== "") complaints.push(`${name}:\n${text}`);
      }
      expect(complaints.join("\n")).to.equal("");
    });
  }
});
