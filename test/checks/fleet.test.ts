import { expect } from "chai";
import { stringify } from "yaml";
import { findingsText } from "../../src/findings/finding-text.ts";
import { filter } from "../../src/function/filter.ts";

/** A healthy cluster with an S3 repository, and the Secret that all of them share. */
const cluster = (name: string, spec: object = {}) => ({
  apiVersion: "cpo.opensource.cybertec.at/v1",
  kind: "postgresql",
  metadata: { name, namespace: "pg" },
  spec: {
    teamId: "acid",
    numberOfInstances: 1,
    postgresql: { version: "17" },
    volume: { size: "5Gi" },
    backup: {
      pgbackrest: {
        image: "example/pgbackrest:18",
        configuration: { secret: "shared" },
        global: { "repo1-path": `/${name}`, "repo1-retention-full": "7" },
        repos: [
          {
            name: "repo1",
            storage: "s3",
            resource: "b",
            endpoint: "e.example.com",
            region: "eu",
            schedule: { full: "0 1 * * *" },
          },
        ],
      },
    },
    ...spec,
  },
});
const secret = (files: Readonly<Record<string, string>>) => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "shared", namespace: "pg" },
  stringData: files,
});

const report = async (objects: readonly object[]) =>
  findingsText((await filter(Buffer.from(objects.map((object) => stringify(object)).join("---\n")))).findings);

const fleet = Array.from({ length: 100 }, (_, index) => cluster(`c${index}`));
const keys = "[global]\nrepo1-s3-key = x\nrepo1-s3-key-secret = x\n";

describe("a fleet of a hundred clusters", () => {
  it("with one Secret whose file cannot be parsed: one finding", async () => {
    expect(
      await report([...fleet, secret({ "s3.conf": `${keys}oops\n` })]),
    ).to.equal(`Secret pg/shared s3.conf:4: error: The line has no \`=\`, so pgBackRest refuses the whole configuration. [conf-file-syntax]
  Write \`option = value\`; comments begin with \`#\`.
`);
  });

  it("with one Secret whose file is not read: one finding", async () => {
    expect(
      await report([...fleet, secret({ "s3.conf": keys, "more.cfg": "[global]\nprocess-max = 2\n" })]),
    ).to.equal(`Secret pg/shared stringData["more.cfg"]: error: pgBackRest does not read \`more.cfg\`, because its name does not end in \`.conf\`. [secret-file-unread]
  Rename the key to \`more.conf\`.
`);
  });

  it("with one Secret that has a wrong option: one finding", async () => {
    expect(
      await report([...fleet, secret({ "s3.conf": `${keys}proces-max = 2\n` })]),
    ).to.equal(`Secret pg/shared s3.conf:4: error: This line does not name a pgBackRest option, so it has no effect. [unknown-option]
  Write \`process-max\` if that is what you mean.
`);
  });

  it("one of which is called like an object of another: one finding", async () => {
    expect(
      await report([...fleet, cluster("c0-clusterpods"), secret({ "s3.conf": keys })]),
    ).to.equal(`postgresql pg/c0-clusterpods metadata.name: error: \`c0-clusterpods\` is also the name of an object that the operator creates for cluster \`c0\`. [cluster-name-taken]
  Choose a name that does not end in \`-clusterpods\`.
  with postgresql pg/c0 metadata.name
`);
  });

  it("the last of which is a clone of the first, and looks elsewhere: one finding", async () => {
    const repo = { storage: "s3", resource: "other", endpoint: "e.example.com", region: "eu" };
    const clone = { cluster: "c0", pgbackrest: { configuration: { secret: "shared" }, repo } };
    expect(
      await report([...fleet, cluster("young", { clone }), secret({ "s3.conf": keys })]),
    ).to.equal(`postgresql pg/young spec.clone.pgbackrest.repo.resource: error: \`c0\` keeps its backups in \`b\`, but the clone looks in \`other\`. [clone-source]
  Write \`resource: b\`.
`);
  });
});
