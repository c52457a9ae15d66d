import { readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import { readArchiver } from "../../src/status/read-archiver.ts";
import { readBackupInfo } from "../../src/status/read-backup-info.ts";

const data = (name: string) => readFileSync(new URL(`testdata/${name}.json`, import.meta.url), "utf8");

/** What is read of a real report, in few words: status, and of each repository its WAL and its backups (`!` errors, `-` former database). */
function summary(name: string) {
  const info = readBackupInfo(data(`info-${name}`));
  if ("unknown" in info) return info;
  return {
    status: info.status.code,
    repositories: info.repositories.map(({ backups, cipher, number, status, wal }) => ({
      number,
      cipher,
      code: status.code,
      wal: wal === undefined ? "none" : `${wal.first.slice(-2)} to ${wal.last.slice(-2)}`,
      backups: backups
        .map(
          ({ hasErrors, isOfFormerDatabase, type }) => `${isOfFormerDatabase ? "-" : ""}${type}${hasErrors ? "!" : ""}`,
        )
        .join(" "),
    })),
  };
}

const first = { number: 1, cipher: "none", code: 0 };
const second = { number: 2, cipher: "aes-256-cbc", code: 0 };

describe("what is read of pgbackrest info", () => {
  const seen = {
    "missing-stanza": {
      status: 1,
      repositories: [
        { ...first, code: 1, wal: "none", backups: "" },
        { ...second, code: 1, wal: "none", backups: "" },
      ],
    },
    "no-backups": {
      status: 2,
      repositories: [
        { ...first, code: 2, wal: "none", backups: "" },
        { ...second, code: 2, wal: "none", backups: "" },
      ],
    },
    "first-diff-is-full": {
      status: 4,
      repositories: [
        { ...first, wal: "01 to 02", backups: "full" },
        { ...second, code: 2, wal: "01 to 02", backups: "" },
      ],
    },
    ok: {
      status: 0,
      repositories: [
        { ...first, wal: "01 to 14", backups: "full incr diff incr" },
        { ...second, wal: "03 to 14", backups: "full full incr" },
      ],
    },
    running: {
      status: 0,
      repositories: [
        { ...first, wal: "01 to 15", backups: "full incr diff incr" },
        { ...second, wal: "03 to 15", backups: "full full incr" },
      ],
    },
    "page-errors": {
      status: 0,
      repositories: [
        { ...first, wal: "02 to 18", backups: "full incr diff incr full incr!" },
        { ...second, wal: "03 to 18", backups: "full full incr" },
      ],
    },
    "upgraded-no-backup": {
      status: 0,
      repositories: [
        { ...first, wal: "none", backups: "-full -incr -diff -incr -full -incr!" },
        { ...second, wal: "none", backups: "-full -full -incr" },
      ],
    },
    upgraded: {
      status: 0,
      repositories: [
        { ...first, wal: "02 to 03", backups: "-full -incr! full" },
        { ...second, wal: "01 to 03", backups: "-full -full -incr" },
      ],
    },
    "unreadable-repo": {
      status: 4,
      repositories: [
        { ...first, code: 99, wal: "none", backups: "" },
        { ...second, wal: "03 to 16", backups: "full full incr" },
      ],
    },
    "wrong-pass": {
      status: 4,
      repositories: [
        { ...first, wal: "02 to 16", backups: "full incr diff incr full" },
        { ...second, code: 99, wal: "none", backups: "" },
      ],
    },
    "repo2-gone": {
      status: 4,
      repositories: [
        { ...first, code: 3, wal: "none", backups: "" },
        { ...second, code: 1, wal: "none", backups: "" },
      ],
    },
  };
  for (const [name, expected] of Object.entries(seen))
    it(`is what a real run had: ${name}`, () => expect(summary(name)).to.deep.equal(expected));

  it("has all of a backup", () => {
    const info = readBackupInfo(data("info-ok"));
    expect("unknown" in info ? info : info.repositories[1]?.backups[2]).to.deep.equal({
      label: "20261127-232912F_20261127-232921I",
      type: "incr",
      startedAt: 1795822161,
      stoppedAt: 1795822162,
      hasErrors: false,
      repositoryBytes: 720,
      databaseBytes: 23222042,
      isOfFormerDatabase: false,
      prior: "20261127-232912F",
      walStart: "000000010000000000000013",
    });
  });

  it("knows later releases, which say more", () => {
    const later = data("info-ok")
      .replaceAll(
        '"lock":{"backup":{"held":false}}',
        '"lock":{"backup":{"held":true,"size":9,"size-cplt":3},"restore":{"held":false}}',
      )
      .replaceAll('"error":false', '"annotation":{"by":"me"},"error":false');
    expect(readBackupInfo(later)).to.deep.equal(readBackupInfo(data("info-ok")));
  });

  it("is a missing stanza where no stanza has the name", () => {
    const none = { status: { code: 1, message: "missing stanza path" }, repositories: [] };
    expect(readBackupInfo("[]")).to.deep.equal(none);
    expect(readBackupInfo(data("info-ok"), "other")).to.deep.equal(none);
  });

  const broken = {
    nothing: "",
    "an error's text": "ERROR: [037]: info command requires option: stanza",
    "another list": '[{"name":"db"}]',
    "a map": "{}",
    "a cut text": data("info-ok").slice(0, 900),
    "a backup of another type": data("info-ok").replace('"type":"full"', '"type":"whole"'),
    "a repository without a status": data("info-ok").replace('"status":{"code":0,"message":"ok"}', '"state":1'),
    "a negative time": data("info-ok").replace(/"stop":\d+/, '"stop":-1'),
  };
  for (const [what, text] of Object.entries(broken))
    it(`is unreadable where it is ${what}, and quotes nothing`, () => {
      const read = readBackupInfo(text);
      expect(read).to.have.property("unknown", "unreadable");
      expect("why" in read && read.why).to.match(/^What `pgbackrest info` printed could not be read: [a-zJSON ]+\.$/i);
    });

  it("never throws, whatever is cut or changed", () => {
    const text = data("info-ok");
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(40), fc.string(), (at, length, put) => {
        readBackupInfo(`${text.slice(0, at)}${put}${text.slice(at + length)}`);
        readArchiver(`${data("archiver").slice(0, at % 180)}${put}`);
      }),
      { numRuns: 500 },
    );
  });
});

describe("what is read of pg_stat_archiver", () => {
  it("is what a real row has", () =>
    expect(readArchiver(data("archiver"))).to.deep.equal({
      archived: 27,
      lastArchivedWal: "000000010000000000000014",
      lastArchivedAt: 1795822163,
      failed: 0,
      at: 1795822165,
      waiting: 0,
    }));

  for (const text of ["", "null", "[]", '{"archived":1}', "permission denied", '{"archived":"1","failed":0,"at":1}'])
    it(`is unreadable: ${JSON.stringify(text)}`, () =>
      expect(readArchiver(text)).to.deep.equal({
        unknown: "unreadable",
        why: "What `pg_stat_archiver` gave could not be read.",
      }));
});
