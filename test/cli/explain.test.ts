import { expect } from "chai";
import { rules } from "../../src/checks/rules/index.ts";
import { otherFindings } from "../../src/cli/other-findings.ts";
import { publishedTexts } from "../../src/cli/published-texts.ts";
import { allOptions } from "../../src/pgbackrest/option-table.ts";
import { problemKinds } from "../../src/status/problems.ts";
import { program } from "./program.ts";

const docs = "https://github.com/cybertec-postgresql/expand-pgbackrest/blob/main/docs";

const said = async (...args: readonly string[]) => {
  const { exitCode, stdout, stderr } = await program(["explain", ...args]);
  expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: "" });
  return stdout;
};

const refused = async (...args: readonly string[]) => {
  const { exitCode, stdout, stderr } = await program(["explain", ...args]);
  expect({ exitCode, stdout }).to.deep.equal({ exitCode: 2, stdout: "" });
  return stderr.replace(/^expand-pgbackrest: /, "").trimEnd();
};

describe("explain", () => {
  it("shows the page of every rule", async () => {
    for (const { id } of rules) {
      const page = (publishedTexts().rulePages[id] ?? "").replace(/^<!--.*-->\n/, "").replaceAll("](../", `](${docs}/`);
      const problems: Readonly<Record<string, { readonly title: string; readonly cure: string }>> = problemKinds;
      const problem = problems[id];
      const ofStatus =
        problem === undefined ? "" : `\n\n## In a living cluster\n\n${problem.title}.\n\n${problem.cure}`;
      expect(await said(id), id).to.equal(`${page.trimEnd()}${ofStatus}\n\n${docs}/checks/${id}.md\n`);
    }
  });

  it("shows findings that are not those of rules", async () => {
    expect(await said("stale-object")).to.equal(
      `# stale-object\n\nAn object that the function created is not what it would create now, or cannot be changed into that. Only \`check\` compares all of them.\n\n${docs}/checks.md#stale-object\n`,
    );
    for (const id of Object.keys(otherFindings))
      expect(await said("rule", id)).to.match(new RegExp(`^# ${id}\n\n[A-Z].+\\.( \\(.+\\))?\n\n`));
  });

  it("shows the problems of status, with what to do", async () => {
    for (const [id, { cure, title }] of Object.entries(problemKinds))
      expect(await said("problem", id)).to.equal(`# ${id}\n\n${title}.\n\n${cure}\n\n${docs}/status.md\n`);
  });

  it("knows what every option of pgBackRest does", async () => {
    for (const [name] of allOptions()) {
      const { meaning, written, values, places } = JSON.parse(await said("option", name, "--format", "json"));
      expect(meaning, name).to.match(/^([^a-z]|pgBackRest ).*[^.]\.$/);
      expect(meaning, name).to.not.include("uses it for itself");
      for (const text of [written[0], values, places[0]]) expect(text, name).to.be.a("string").and.not.equal("");
    }
  });

  it("shows an option of a repository, by each of its names", async () => {
    const text = `OPTION repo-retention-full of pgBackRest

Full backup retention count/time.

  Written      repo1-retention-full, repo2-retention-full, repo3-retention-full, repo4-retention-full: the number is that of the repository
  Older names  retention-full
  Values       a whole number from 1 to 9999999
  Default      none
  Releases     all that are known, 2.45 to 2.59.1
  Commands     backup, expire
  Where        \`global\` of the backup section (\`spec.backup.pgbackrest.global\`)
               \`[global]\` of a \`.conf\` file in the cluster's Secret
  Operator     does not set it
  See          https://pgbackrest.org/configuration.html#section-repository/option-repo-retention-full
`;
    for (const name of [
      "repo1-retention-full",
      "repo4-retention-full",
      "repoN-retention-full",
      "repo-retention-full",
      "retention-full",
      "global.repo1-retention-full",
      "spec.backup.pgbackrest.global.repo1-retention-full",
    ])
      expect(await said(name), name).to.equal(text);
  });

  it("says what the operator sets, from what it writes", async () => {
    expect(await said("repo1-s3-bucket")).to.include(
      "writes it into [global] of the Postgres pods and backup jobs, from `resource` of a repository with storage `s3`\n",
    );
    expect(await said("pg1-path")).to.include(
      "writes it into [db] of the repo host, as `/home/postgres/pgdata/pgroot/data`\n",
    );
  });

  it("says of a secret that it stands in no resource but a Secret", async () => {
    const text = await said("repo1-cipher-pass");
    expect(text).to.include("  Where        `[global]` of a `.conf` file in the cluster's Secret\n  Secret       yes");
    expect(text).to.not.include("spec.backup.pgbackrest.global");
  });

  it("shows a field, written from any of its parts on", async () => {
    const text = `FIELD spec.backup.pgbackrest.repos.schedule of postgresql

When backups are taken, as cron expressions: minute, hour, day, month, weekday.

  Type         Object
  Changes      CronJobs \`pgbackrest-<cluster>-<repository>-<type>\`

Fields:
  full  string  Full backups: all that is needed to restore, without other backups.
  incr  string  Incremental backups: what has changed since the last backup of any kind.
  diff  string  Differential backups: what has changed since the last full backup.
`;
    for (const name of [
      "repos.schedule",
      "schedule",
      "spec.backup.pgbackrest.repos.schedule",
      "spec.backup.pgbackrest.repos[0].schedule",
      "postgresql.spec.backup.pgbackrest.repos[].schedule",
      "pgbackrest.repos.schedule",
    ])
      expect(await said(name), name).to.equal(text);
    const repoHost = await said("spec.repoHost");
    expect(repoHost).to.match(
      /^FIELD spec\.repoHost of ExpandPgBackRest\n\nWho makes the StatefulSet of a repo host: /,
    );
    expect(repoHost).to.include("  Values       operator, apply\n");
    for (const name of ["ExpandPgBackRest.spec.repoHost", "functionConfig.spec.repoHost", "repoHost"])
      expect(await said(name), name).to.equal(repoHost);
  });

  it("lists the fields of a kind, and those of the file with settings", async () => {
    for (const [names, head, field] of [
      [["postgresql"], "FIELDS of postgresql\n\nA PostgreSQL cluster", "spec"],
      [["ExpandPgBackRest"], "FIELDS of ExpandPgBackRest\n\nThe functionConfig", "spec"],
      [["functionConfig"], "FIELDS of ExpandPgBackRest\n\nThe functionConfig", "spec"],
      [["field", "config"], "FIELDS of the file .expand-pgbackrest.yaml\n\nSettings of the commands", "failOn"],
    ] as const) {
      const text = await said(...names);
      expect(text)
        .to.match(new RegExp(`^${head}`))
        .and.to.match(new RegExp(`^  ${field} `, "m"));
    }
  });

  it("shows a field of the file with settings", async () => {
    const text = `FIELD failOn of the file .expand-pgbackrest.yaml

The lowest severity that makes the exit code 1; with none, no finding does.

  Type         string
  Values       error, warning, info, none
`;
    for (const name of ["failOn", "config.failOn"]) expect(await said(name)).to.equal(text);
    expect(await refused("checks")).to.equal(
      "`checks` is several things. Write one of these: `explain field config.checks`, `explain field ExpandPgBackRest.spec.checks`.",
    );
  });

  it("lists the choices where a name is several things", async () => {
    expect(await refused("resources")).to.equal(
      "`resources` is several things. Write one of these: `explain field postgresql.spec.connectionPooler.resources`, `explain field postgresql.spec.resources`, `explain field postgresql.spec.backup.pgbackrest.resources`.",
    );
    expect(await refused("spec")).to.equal(
      "`spec` is several things. Write one of these: `explain field postgresql.spec`, `explain field ExpandPgBackRest.spec`.",
    );
    // Each choice means one thing.
    for (const name of ["resources", "spec", "name", "type", "clone", "repo", "configuration"]) {
      const { stderr } = await program(["explain", name]);
      for (const [, choice = ""] of stderr.matchAll(/`explain ([^`]+)`/g))
        expect(await said(...choice.split(" ")), choice).to.not.equal("");
    }
  });

  for (const [name, message] of [
    ["no-retension", "There is no rule, option or field `no-retension`. Did you mean `no-retention`?"],
    [
      "repo1-retension-full",
      "There is no rule, option or field `repo1-retension-full`. Did you mean `repo1-retention-full`?",
    ],
    ["repos.shedule", "There is no rule, option or field `repos.shedule`. Did you mean `repos.schedule`?"],
    [
      "toString",
      "There is no rule, option or field `toString`. `rules` lists the rules; `explain postgresql`, `explain ExpandPgBackRest` and `explain field config` list fields.",
    ],
  ] as const)
    it(`${name} is nothing`, async () => expect(await refused(name)).to.equal(message));

  it("takes one name", async () => {
    expect(await refused()).to.equal("explain needs the name of a rule, of an option or of a field.");
    expect(await refused("spec", "status")).to.equal("explain takes one name. Leave out what follows `spec`.");
  });
});

describe("rules", () => {
  it("lists the rules in each format", async () => {
    const json = await program(["rules", "--format", "json"]);
    const listed: ReadonlyArray<{ readonly id: string; readonly scope: string }> = JSON.parse(json.stdout);
    expect(listed.map(({ id }) => id)).to.deep.equal(rules.map(({ id }) => id));
    expect(listed.find(({ id }) => id === "no-retention")).to.deep.equal({
      id: "no-retention",
      severity: "warning",
      otherSeverities: [],
      scope: "cluster",
      title: "Backups that never expire",
      url: `${docs}/checks/no-retention.md`,
    });
    expect(new Set(listed.map(({ scope }) => scope))).to.deep.equal(
      new Set(["cluster", "clone", "input", "comparison"]),
    );
    const { stdout: text } = await program(["rules"]);
    expect(text.trimEnd().split("\n")).to.have.lengthOf(rules.length);
    expect(text).to.match(/^no-retention +warning +cluster +Backups that never expire$/m);
    const { stdout: markdown } = await program(["rules", "--format", "markdown"]);
    expect(markdown).to.match(
      /^\| rule \| severity \| looks at \| finds \|\n\| --- \| --- \| --- \| --- \|\n(\| .+ \|\n)+$/,
    );
    expect(await program(["rules", "x"])).to.deep.equal({
      exitCode: 2,
      stdout: "",
      stderr: "expand-pgbackrest: rules takes no arguments; `explain RULE` explains one.\n",
    });
  });
});
