import { parse, stringify } from "yaml";
import type { Example } from "../src/checks/rule.ts";
import type { Finding } from "../src/findings/finding.ts";
import { findingsText } from "../src/findings/finding-text.ts";
import { filter } from "../src/function/filter.ts";
import { dedented } from "./dedented.ts";

type Fields = { [key: string]: unknown };

/** The cluster that examples change: one healthy S3 repository. */
const exampleCluster: Fields = {
  apiVersion: "cpo.opensource.cybertec.at/v1",
  kind: "postgresql",
  metadata: { name: "demo", namespace: "pg" },
  spec: {
    teamId: "acid",
    numberOfInstances: 2,
    postgresql: { version: "17" },
    volume: { size: "5Gi" },
    backup: {
      pgbackrest: {
        image: "example/pgbackrest:18",
        configuration: { secret: "demo-s3" },
        global: { "repo1-retention-full": "7" },
        repos: [
          {
            name: "repo1",
            storage: "s3",
            resource: "backups",
            endpoint: "s3.example.com",
            region: "eu",
            schedule: { full: "30 2 * * *" },
          },
        ],
      },
    },
  },
};

/** Files of the example cluster's Secret if the example has none. */
const exampleFiles = { "s3.conf": "[global]\nrepo1-s3-key = example\nrepo1-s3-key-secret = example\n" };

/** The example as manifests: the changed cluster, its Secret, a second cluster where there is one. */
export function exampleInput(example: Example): { readonly manifests: string; readonly functionConfig: unknown } {
  const { postgresql, other, functionConfig, resource, ...files } = written(example);
  const cluster = merged(exampleCluster, postgresql);
  const onS3 = JSON.stringify(cluster).includes('"storage":"s3"');
  const given = Object.keys(files).length > 0 ? files : onS3 ? exampleFiles : {};
  const s3 = Object.keys(given).some((name) => name.endsWith(".conf")) ? {} : onS3 ? exampleFiles : {};
  const withPath = merged(
    cluster,
    onS3 && !JSON.stringify(cluster).includes("-path")
      ? "spec: {backup: {pgbackrest: {global: {repo1-path: /demo}}}}"
      : undefined,
  );
  const documents: Fields[] = [
    withPath,
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "demo-s3", namespace: "pg" },
      stringData: { ...s3, ...given },
    },
  ];
  if (other !== undefined) documents.push(merged(merged(withPath, "metadata: {name: demo-two}"), other));
  if (resource !== undefined) documents.push(parse(resource));
  const config =
    functionConfig === undefined
      ? undefined
      : merged({ apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1", kind: "ExpandPgBackRest" }, functionConfig);
  return {
    manifests: documents.map((document) => stringify(document, { compat: "yaml-1.1" })).join("---\n"),
    functionConfig: config,
  };
}

/** The example as its files hold it: blocks without the indentation of the source, and `<1 MiB>` as so much text. */
const written = (example: Example): Example =>
  Object.fromEntries(
    Object.entries(example).map(([file, text]) => [
      file,
      dedented(text).replace(/<(\d+) MiB>/g, (_, count: string) => "x".repeat(Number(count) * 1024 ** 2)),
    ]),
  );

/** What the function finds in an example. */
export async function exampleFindings(example: Example): Promise<readonly Finding[]> {
  const { manifests, functionConfig } = exampleInput(example);
  const config = JSON.parse(JSON.stringify(functionConfig ?? null));
  return (await filter(Buffer.from(manifests), config, { everyCluster: true })).findings;
}

/** The same as text. */
export const exampleText = async (example: Example) => findingsText(await exampleFindings(example));

/** Deep merge of YAML over fields; null removes a field, lists are replaced. */
function merged(fields: Fields, changes: string | undefined): Fields {
  return changes === undefined ? fields : merge(fields, parse(changes));
}

function merge(base: Fields, changes: Fields): Fields {
  const result = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    const current = result[key];
    if (value === null) delete result[key];
    else result[key] = isFields(value) && isFields(current) ? merge(current, value) : value;
  }
  return result;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
