import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse, parseAllDocuments, stringify } from "yaml";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, requireTool, root, run, which } from "../tools.ts";

const example = (name: string) => readFileSync(join(root, "tutorials", name, "postgresql.yaml"), "utf8");
const demo = example("s3");
const now = ["--now", "2026-02-01T12:00:00Z"] as const;

describe("clone-patch", function () {
  this.timeout(240_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    work.write("demo.yaml", demo);
  });
  afterEach(() => work.remove());
  const clone = (...args: readonly string[]) => run(program, ["clone-patch", ...args, ...now], { cwd: work.path() });

  it("makes a new cluster from the source's manifest, with a path of its own", () => {
    expect(clone("demo", "copy", "--to", "2026-01-31 11:59 Europe/Vienna")).to.deep.equal({
      status: 0,
      stdout: `# A new cluster pg/copy from repo1 of pg/demo: the state at 2026-01-31 10:59:00 UTC, which was written as "2026-01-31 11:59 Europe/Vienna".
# pg/demo does not change, and goes on.
# The clone starts only if the archive has a transaction that was committed later.
# Its own backups go to /pg/copy/repo1 (repo1).
# It needs the Secret demo-s3; its own backups have the source's keys and passphrase.
# The operator must run when it is created: it makes ConfigMap copy-pgbackrest-clone-config only then, and the pods wait for that.
# The clone section works only for a new cluster; leave it in the manifest afterwards.
apiVersion: cpo.opensource.cybertec.at/v1
kind: postgresql
metadata:
  name: copy
  namespace: pg
spec:
  teamId: acid
  numberOfInstances: 2
  postgresql:
    version: "17"
  volume:
    size: 5Gi
  backup:
    pgbackrest:
      image: docker.io/cybertecpostgresql/cybertec-pg-container:pgbackrest-18.3-1
      configuration:
        secret: demo-s3
      global:
        repo1-path: /pg/copy/repo1
        repo1-cipher-type: aes-256-cbc
        repo1-retention-full: "4"
      repos:
      - name: repo1
        storage: s3
        resource: demo-backups
        endpoint: s3.eu-central-1.amazonaws.com
        region: eu-central-1
        schedule:
          full: "30 2 * * 0"
          diff: "30 2 * * 1-6"
  clone:
    cluster: demo
    timestamp: "2026-01-31T10:59:00+00:00"
    pgbackrest:
      configuration:
        secret: demo-s3
      options:
        repo1-path: /pg/demo/repo1
        repo1-cipher-type: aes-256-cbc
      repo:
        storage: s3
        resource: demo-backups
        endpoint: s3.eu-central-1.amazonaws.com
        region: eu-central-1
`,
      stderr: "",
    });
  });

  /** What a reader of each repository must know, what the clone is not given, and where its own backups go. */
  for (const [tutorial, options, own] of [
    ["s3", { "repo1-path": "/pg/demo/repo1", "repo1-cipher-type": "aes-256-cbc" }, ["/pg/copy/repo1"]],
    ["pvc", { "repo1-cipher-type": "aes-256-cbc" }, []],
    ["gcs", { "repo1-path": "/pg/demo/repo1", "repo1-cipher-type": "aes-256-cbc" }, ["/pg/copy/repo1"]],
    ["azure", { "repo1-path": "/pg/demo/repo1", "repo1-cipher-type": "aes-256-cbc" }, ["/pg/copy/repo1"]],
    [
      "several-repos",
      { "repo1-path": "/pg/demo/repo1", "repo1-cipher-type": "aes-256-cbc" },
      ["/pg/copy/repo1", "/pg/copy/repo2"],
    ],
    [
      "s3-compatible",
      {
        "repo1-path": "/pg/demo/repo1",
        "repo1-cipher-type": "aes-256-cbc",
        "repo1-s3-uri-style": "path",
        "repo1-storage-ca-file": "/etc/ssl/certs/minio-ca.crt",
      },
      ["/pg/copy/repo1"],
    ],
  ] as const)
    it(`reads what the source writes, and passes check beside it: ${tutorial}`, function () {
      requireTool(this, "kustomize", which("kustomize"));
      const folder = join(root, "tutorials", tutorial);
      const { status, stdout, stderr } = clone("demo", "copy", "--latest", "--kustomize", folder);
      expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
      const { spec } = parse(stdout);
      const [{ name: _, schedule: __, volume: ___, ...repository }] = spec.backup.pgbackrest.repos;
      expect(spec.clone).to.deep.equal({
        cluster: "demo",
        pgbackrest: {
          configuration: spec.backup.pgbackrest.configuration,
          options,
          repo: repository,
        },
      });
      const global: Readonly<Record<string, string>> = spec.backup.pgbackrest.global;
      expect(Object.entries(global).flatMap(([key, value]) => (key.endsWith("-path") ? [value] : []))).to.deep.equal(
        own,
      );
      const built = run(program, ["render", "--kustomize", folder]);
      work.write("both.yaml", `${built.stdout}---\n${stdout}`);
      expect(run(program, ["check", work.path("both.yaml")]).stdout).to.match(/^2 clusters: 0 errors,/m);
    });

  it("goes through kustomize, and its ConfigMap for the clone has what the source's has", function () {
    const kustomize = requireTool(this, "kustomize", which("kustomize"));
    work.write("copy.yaml", clone("demo", "copy", "--to", "1769860740").stdout);
    work.write("kustomization.yaml", "resources: [demo.yaml, copy.yaml]\n");
    work.write("built.yaml", run(kustomize, ["build", work.path()]).stdout);
    work.write(
      "config.yaml",
      stringify({
        apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1",
        kind: "ExpandPgBackRest",
        spec: { cloneConfigMap: true },
      }),
    );
    const rendered = run(program, ["render", work.path("built.yaml"), "-f", work.path("config.yaml")]);
    const objects = parseAllDocuments(rendered.stdout).map((document) => document.toJS());
    const configMap = objects.find(({ metadata }) => metadata.name === "copy-pgbackrest-clone-config");
    expect(
      configMap.data["pgbackrest_clone.conf"].split("\n").filter((line: string) => line.startsWith("repo1")),
    ).to.deep.equal([
      "repo1-cipher-type = aes-256-cbc",
      "repo1-path = /pg/demo/repo1",
      "repo1-s3-bucket = demo-backups",
      "repo1-s3-endpoint = s3.eu-central-1.amazonaws.com",
      "repo1-s3-region = eu-central-1",
      "repo1-type = s3",
    ]);
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).to.include.members([
      "CronJob pgbackrest-copy-repo1-full",
      "ConfigMap copy-pgbackrest-config",
    ]);
  });

  it("leaves out what is about the source alone: a restore, host names, what deployers write", () => {
    const source = parse(demo);
    source.metadata.labels = { team: "a" };
    source.metadata.annotations = {
      "kubectl.kubernetes.io/last-applied-configuration": "{}",
      "expand-pgbackrest.fn.cpo.opensource.cybertec.at/jobs": "timeZone=Asia/Tokyo",
    };
    source.spec.serviceAnnotations = {
      "external-dns.alpha.kubernetes.io/hostname": "db.example.com",
      "service.beta.kubernetes.io/aws-load-balancer-internal": "true",
    };
    source.spec.numberOfInstances = 1;
    source.spec.backup.pgbackrest.restore = { id: "a", repo: "repo1", options: { type: "immediate" } };
    source.status = { RestoreID: "a" };
    work.write("demo.yaml", stringify(source));
    const { metadata, spec, status } = parse(clone("demo", "copy", "--latest", "--instances", "3").stdout);
    expect({ metadata, status, instances: spec.numberOfInstances }).to.deep.equal({
      metadata: {
        name: "copy",
        namespace: "pg",
        labels: { team: "a" },
        annotations: { "expand-pgbackrest.fn.cpo.opensource.cybertec.at/jobs": "timeZone=Asia/Tokyo" },
      },
      status: undefined,
      instances: 3,
    });
    expect(spec.serviceAnnotations).to.deep.equal({ "service.beta.kubernetes.io/aws-load-balancer-internal": "true" });
    expect(spec.backup.pgbackrest).not.to.have.property("restore");
  });

  it("goes to another namespace from object storage, and says what it needs there", () => {
    const { status, stdout } = clone("demo", "prod/demo", "--latest");
    expect(status).to.equal(0);
    expect(stdout).to.include("# It needs the Secret demo-s3, also in its own namespace;");
    expect(parse(stdout)).to.deep.include({ metadata: { name: "demo", namespace: "prod" } });
    expect(parse(stdout).spec.backup.pgbackrest.global["repo1-path"]).to.equal("/prod/demo/repo1");
  });

  it("clones from another repository with a Secret for it", () => {
    work.write("demo.yaml", example("several-repos"));
    const { status, stdout, stderr } = clone("demo", "copy", "--latest", "--repo", "2", "--secret", "far");
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
    const { clone: section } = parse(stdout).spec;
    expect(section.pgbackrest).to.deep.equal({
      configuration: { secret: "far" },
      options: { "repo1-path": "/pg/demo/repo2", "repo1-cipher-type": "aes-256-cbc" },
      repo: {
        storage: "s3",
        resource: "demo-backups-far-away",
        endpoint: "s3.us-west-2.amazonaws.com",
        region: "us-west-2",
      },
    });
  });

  for (const [what, args, status, message] of [
    [
      "no name for the new one",
      ["demo", "--latest"],
      2,
      "expand-pgbackrest: clone-patch needs the name of a cluster, and one for the new cluster.",
    ],
    [
      "no target",
      ["demo", "copy"],
      2,
      "expand-pgbackrest: clone-patch needs --to TIME or --latest, which say what to clone.",
    ],
    [
      "a name that is taken",
      ["demo", "demo", "--latest"],
      2,
      "expand-pgbackrest: There is a cluster `demo` in the manifests already. Write another name for the new one.",
    ],
    [
      "one backup",
      ["demo", "copy", "--set", "20260125-023000F"],
      2,
      "expand-pgbackrest: A clone cannot be one backup: the image passes only a time to pgBackRest. Write --to with a time after the end of that backup, which `pgbackrest info` shows, or --latest.",
    ],
    [
      "a name that Kubernetes refuses",
      ["demo", "co_py", "--latest"],
      1,
      "postgresql pg/co_py metadata.name: error: `name` is `co_py`, which the API server refuses. [api-server-schema]\n  Use lower-case letters, digits and hyphens; begin and end with a letter or digit.\n\nNo manifest is printed because of this.",
    ],
    [
      "a moment that has expired",
      ["demo", "copy", "--to", "2025-12-31 11:59 UTC"],
      1,
      "By the plan, 2025-12-31 11:59:00 UTC is before the oldest backup that repo1 still has. The earliest moment is the end of the backup that began at 2026-01-11 02:30:00 UTC. If `pgbackrest info` shows that it can be restored, add --force.",
    ],
    [
      "the future",
      ["demo", "copy", "--to", "2026-02-01 12:00:01 UTC"],
      1,
      "2026-02-01 12:00:01 UTC is in the future: it is 2026-02-01 12:00:00 UTC now. Write an earlier time; if it should be in the past, look at its zone.",
    ],
  ] as const)
    it(`says what is missing or wrong: ${what}`, () => {
      expect(clone(...args)).to.deep.equal({ status, stdout: "", stderr: `${message}\n` });
    });

  it("refuses a second repository without a Secret for it, and a volume in another namespace", () => {
    work.write("demo.yaml", example("several-repos"));
    expect(clone("demo", "copy", "--latest", "--repo", "2").stderr).to.equal(
      "expand-pgbackrest: A clone calls the repository that it reads `repo1`, so it cannot use the source's Secret, which has keys for `repo2`. Make a Secret in which these are `repo1-...`, and name it with --secret.\n",
    );
    work.write("demo.yaml", example("pvc"));
    expect(clone("demo", "other/copy", "--latest", "--force")).to.deep.equal({
      status: 1,
      stdout: "",
      stderr: `postgresql other/copy spec.clone.cluster: error: \`demo\` is in the namespace \`pg\`, but a clone from a volume reaches only clusters in its own, \`other\`. [clone-other-namespace]
  Create the clone in the namespace \`pg\`, or clone from a repository in object storage.
  with postgresql pg/demo (demo.yaml:5:3) metadata.namespace

No manifest is printed because of this.
`,
    });
  });

  it("gives the clone no place of the source that wins over its own", () => {
    const conf = (text: string) =>
      `---\n${stringify({ apiVersion: "v1", kind: "Secret", metadata: { name: "demo-s3", namespace: "pg" }, stringData: { "s3.conf": text } })}`;
    const keys = "[global]\nrepo1-s3-key=a\nrepo1-s3-key-secret=b\nrepo1-cipher-pass=c\n";
    const text = demo.replace(
      "spec:\n",
      "spec:\n  env: [{name: PGBACKREST_REPO1_PATH, value: /pg/demo/repo1}, {name: TZ, value: UTC}]\n",
    );
    work.write("demo.yaml", `${text}${conf(keys)}`);
    const made = clone("demo", "copy", "--latest");
    expect(made.stdout).to.include("# Left out, because they would win over its own places: PGBACKREST_REPO1_PATH.");
    expect(parse(made.stdout).spec.env).to.deep.equal([{ name: "TZ", value: "UTC" }]);
    for (const section of ["global:backup", "global:archive-push"]) {
      work.write("demo.yaml", `${demo}${conf(`${keys}[${section}]\nrepo1-path=/pg/demo/repo1\n`)}`);
      const { status, stdout, stderr } = clone("demo", "copy", "--latest", "--force");
      expect({ status, stdout }).to.deep.equal({ status: 1, stdout: "" });
      expect(stderr).to.include("the clone would write into the source's repository");
    }
  });

  it("needs a name for the clone, and leaves out the labels by which deployers know what is theirs", () => {
    for (const name of ["", "copy/"]) expect(clone("demo", name, "--latest").status).to.equal(2);
    work.write(
      "demo.yaml",
      demo.replace("metadata:\n", "metadata:\n  labels: {app.kubernetes.io/instance: demo, a: b}\n"),
    );
    expect(parse(clone("demo", "copy", "--latest").stdout).metadata.labels).to.deep.equal({ a: "b" });
  });

  it("is called clone, too", () => {
    expect(run(program, ["clone", "demo", "copy", "--latest", ...now], { cwd: work.path() })).to.deep.equal(
      clone("demo", "copy", "--latest"),
    );
  });
});
