import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect } from "chai";
import { anchorOf, sourceList } from "../../scripts/rule-sources.ts";
import { rules } from "../../src/checks/rules/index.ts";
import { root } from "../tools.ts";

const folder = join(root, "docs/checks");
const index = join(root, "docs/checks.md");
const read = (file: string) => readFileSync(file, "utf8");
const ids = rules.map(({ id }) => id);

describe("docs/checks", () => {
  it("has a page for every rule, and nothing else", () =>
    expect(readdirSync(folder).sort()).to.deep.equal(ids.map((id) => `${id}.md`).sort()));

  it("has an index with a link to every page, and an anchor for links to the rules on it", () => {
    const text = read(index);
    expect([...text.matchAll(/<a id="(.*?)"><\/a>\[\1\]\(checks\/\1\.md\)/g)].map(([, id]) => id)).to.have.members(ids);
  });

  it("has the same headings in the same order on every page", () => {
    for (const id of ids) {
      const headings = [...read(join(folder, `${id}.md`)).matchAll(/^#+ .*$/gm)].map(([heading]) => heading);
      expect(headings).to.deep.equal([
        `# ${id}`,
        "## What it finds",
        "## Why it matters",
        "## Example",
        "## How to fix it",
        "## Silencing it",
        "## Source",
      ]);
    }
  });

  it("has links only to files and headings that are there", () => {
    const broken = [index, ...ids.map((id) => join(folder, `${id}.md`))].flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)#:]+)(?:#([^)]*))?\)/g)].flatMap(([link, path = "", anchor]) => {
        const target = resolve(dirname(page), path);
        if (!existsSync(target)) return [link];
        const headings = [...read(target).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchorOf(heading));
        return anchor === undefined || headings.includes(anchor) ? [] : [link];
      }),
    );
    expect(broken).to.deep.equal([]);
  });

  it("links what a rule cites", () =>
    expect(
      sourceList(
        [
          "contract 2.7, 5.4: sync.go:350-359",
          "pgbackrest-e2e rules 3, 8 and section 7, items 1, 2",
          "pgbackrest-e2e 2b: `expected protocol 'https' in URL`",
          "kubernetes-limits.md rows 6, 7",
          "pgbackrest-options.json, `secure`",
          "pgbackrest@bd22b6809:src/config/load.c#L183-L199",
          "kubernetes/apimachinery@v0.34.0:pkg/util/validation/validation.go, `IsEnvVarName`",
          "https://github.com/zalando/postgres-operator/issues/1868",
          "pgBackRest user guide, section on encryption",
        ].join("; "),
      ),
    ).to.equal(`- contract [2.7](../reference/operator-contract.md#27-f-configmap-c-pgbackrest-clone-config), [5.4](../reference/operator-contract.md#5-defects-limitations-surprises): sync.go:350-359
- pgbackrest-e2e [rules 3, 8](../reference/pgbackrest-e2e.md#4-semantic-rules-with-evidence) and [section 7, items 1, 2](../reference/pgbackrest-e2e.md#7-corrections-and-additions-from-430-more-configurations-run-on-245-2540-2580-and-2591)
- pgbackrest-e2e [2b](../reference/pgbackrest-e2e.md#2b-s3): \`expected protocol 'https' in URL\`
- [kubernetes-limits](../reference/kubernetes-limits.md) rows 6, 7
- [pgbackrest-options.json](../../scripts/data/pgbackrest-options.json), \`secure\`
- [pgbackrest bd22b6809: \`src/config/load.c#L183-L199\`](https://github.com/pgbackrest/pgbackrest/blob/bd22b6809/src/config/load.c#L183-L199)
- [apimachinery v0.34.0: \`pkg/util/validation/validation.go\`](https://github.com/kubernetes/apimachinery/blob/v0.34.0/pkg/util/validation/validation.go), \`IsEnvVarName\`
- <https://github.com/zalando/postgres-operator/issues/1868>
- pgBackRest user guide, section on encryption
`));
});
