import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { stringify } from "yaml";
import { type Workspace, workspace } from "../hosts/example.ts";
import { root } from "../tools.ts";
import { hydrateArgs, printBuilt } from "./built.ts";
import { program } from "./program.ts";

/* Wherever a Secret stands, however it is written and whatever command reads it: the same is found. */

const cluster = readFileSync(join(root, "tutorials", "s3", "postgresql.yaml"), "utf8");
/** The name as the cluster does not spell it, and a file with a name in it that pgBackRest does not know. */
const misnamed = cluster.replace("secret: demo-s3", "secret: demo-S3");
const expected = {
  "its name": "There is no Secret `demo-S3` in the input, but there is `demo-s3`. [secret-missing]",
  "its content": "This line does not name a pgBackRest option, so it has no effect. [unknown-option]",
};
const text = "[global]\nrepo1-s3-key = x\nrepo1-s3-key-secret = x\nrepo1-retension-full = 4\n";
const labels = { name: "other", namespace: "other" };
const metadata = { namespace: "pg", name: "demo-s3" };
const type = { apiVersion: "v1", kind: "Secret" };
const indented = (lines: string, by: string) => lines.replace(/^(?=.)/gm, by);

/** A manifest of the Secret in some spelling; `head` is its kind and version, which a member of a `SecretList` goes without. */
type Spelling = (head: object) => string;

const spellings: Readonly<Record<string, Spelling>> = {
  "block style": (head) => stringify({ ...head, metadata, stringData: { "s3.conf": text } }),
  quotes: (head) =>
    stringify({ ...head, metadata, stringData: { "s3.conf": text } }, { defaultStringType: "QUOTE_DOUBLE" }),
  "flow style": (head) =>
    `${flow(head)}metadata: {namespace: pg, name: demo-s3}\nstringData: {s3.conf: ${JSON.stringify(text)}}\n`,
  "a name in flow style, and another in a text": (head) =>
    `${flow(head)}metadata: {namespace: pg, name: demo-s3}\nstringData:\n  s3.conf: |\n${indented(text, "    ")}  note: |\n    name: other\n`,
  JSON: (head) => `${JSON.stringify({ ...head, metadata, stringData: { "s3.conf": text } })}\n`,
  "a label called name": (head) =>
    stringify({ ...head, metadata: { labels, ...metadata }, stringData: { "s3.conf": text } }),
  "the name last": (head) => stringify({ stringData: { "s3.conf": text }, metadata: { labels, ...metadata }, ...head }),
  "an escaped letter": (head) =>
    `${flow(head)}metadata:\n  labels:\n    name: other\n  "n\\u0061me": "d\\u0065mo-s3"\n  namespace: pg\nstringData: {s3.conf: ${JSON.stringify(text)}}\n`,
};
const flow = (head: object) => (Object.keys(head).length === 0 ? "" : stringify(head));

const listOf = (kind: string, member: string) => `apiVersion: v1\nkind: ${kind}\nitems:\n-\n${indented(member, "  ")}`;

const places: Readonly<Record<string, (spelling: Spelling) => string>> = {
  "a document": (spelling) => spelling(type),
  "a List": (spelling) => listOf("List", spelling(type)),
  "a SecretList": (spelling) => listOf("SecretList", spelling({})),
  "a List in a List": (spelling) => listOf("List", listOf("SecretList", spelling({}))),
};

const asItem = (document: string) => `-\n${indented(document, "  ")}`;
const asList = (documents: readonly string[]) =>
  `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${documents.map(asItem).join("")}`;

describe("a Secret is found", function () {
  this.timeout(240_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
  });
  afterEach(() => work.remove());

  async function run(args: readonly string[], stdin = "") {
    const { stdout, stderr } = await program(args, stdin);
    return stdout + stderr;
  }

  const commands: Readonly<Record<string, (documents: readonly string[]) => Promise<string>>> = {
    "the filter, in a list": (documents) => run([], asList(documents)),
    "the filter, among documents": (documents) => run([], documents.join("---\n")),
    "check -": (documents) => run(["check", "-"], documents.join("---\n")),
    "check of files": (documents) => {
      const files = documents.map((_, at) => `${at}.yaml`);
      for (const [at, document] of documents.entries()) work.write(`${at}.yaml`, document);
      return run(["check", ...files.map((file) => work.path(file))]);
    },
    "check of a folder": (documents) => {
      for (const [at, document] of documents.entries()) work.write(`all/${at}.yaml`, document);
      return run(["check", work.path("all")]);
    },
    "render -": (documents) => run(["render", "-"], documents.join("---\n")),
    hydrate: (documents) => {
      work.write("kustomize.sh", printBuilt);
      work.write("a/built.yaml", documents.join("---\n"));
      return run(hydrateArgs(work, [work.path("a"), "-o", work.path("out"), "-j", "1"]));
    },
  };

  for (const [command, asked] of Object.entries(commands))
    for (const [place, put] of Object.entries(places))
      it(`by ${command}, in ${place}`, async () => {
        for (const [spelling, written] of Object.entries(spellings))
          for (const [what, owner] of [
            ["its name", misnamed],
            ["its content", cluster],
          ] as const)
            expect(await asked([owner, put(written)]), `${spelling}: ${what}`).to.contain(expected[what]);
      });
});
