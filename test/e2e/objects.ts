import Type, { type Static, type TSchema } from "typebox";
import { Check, Errors } from "typebox/value";
import { parseAllDocuments } from "yaml";

/*
 * What Kubernetes and the operator read of the rendered objects. An object that does not have it fails the scenario, as the API server would
 * refuse it.
 */

const stringMap = Type.Record(Type.String(), Type.String());
const metadata = Type.Object({ name: Type.String(), namespace: Type.String() });
const source = Type.Object({ name: Type.String(), optional: Type.Optional(Type.Boolean()) });
const projected = Type.Object({
  defaultMode: Type.Integer(),
  sources: Type.Array(Type.Object({ configMap: Type.Optional(source), secret: Type.Optional(source) })),
});
const podTemplate = Type.Object({
  metadata: Type.Object({ labels: stringMap }),
  spec: Type.Object({
    containers: Type.Array(
      Type.Object({
        name: Type.String(),
        env: Type.Array(Type.Object({ name: Type.String(), value: Type.String() })),
        volumeMounts: Type.Array(Type.Object({ name: Type.String(), mountPath: Type.String() })),
      }),
      { minItems: 1, maxItems: 1 },
    ),
    volumes: Type.Array(
      Type.Object({
        name: Type.String(),
        emptyDir: Type.Optional(Type.Object({})),
        projected: Type.Optional(projected),
      }),
    ),
  }),
});
const configMap = Type.Object({ kind: Type.Literal("ConfigMap"), metadata, data: stringMap });
const secret = Type.Object({ kind: Type.Literal("Secret"), metadata, data: stringMap });
const statefulSet = Type.Object({
  kind: Type.Literal("StatefulSet"),
  metadata,
  spec: Type.Object({
    serviceName: Type.String(),
    selector: Type.Object({ matchLabels: stringMap }),
    template: podTemplate,
    volumeClaimTemplates: Type.Array(Type.Object({ metadata: Type.Object({ name: Type.String() }) })),
  }),
});
const cronJob = Type.Object({
  kind: Type.Literal("CronJob"),
  metadata,
  spec: Type.Object({
    schedule: Type.String(),
    jobTemplate: Type.Object({ spec: Type.Object({ template: podTemplate }) }),
  }),
});
const repository = Type.Object({
  name: Type.String(),
  storage: Type.String(),
  resource: Type.Optional(Type.String()),
  endpoint: Type.Optional(Type.String()),
  region: Type.Optional(Type.String()),
  account: Type.Optional(Type.String()),
  schedule: stringMap,
});
const cluster = Type.Object({
  kind: Type.Literal("postgresql"),
  metadata,
  spec: Type.Object({
    teamId: Type.String(),
    backup: Type.Object({ pgbackrest: Type.Object({ global: stringMap, repos: Type.Array(repository) }) }),
  }),
});

export type Repository = Static<typeof repository>;
export type Cluster = Static<typeof cluster>;
export type PodTemplate = Static<typeof podTemplate>;
export type Volume = PodTemplate["spec"]["volumes"][number];
export type ConfigMap = Static<typeof configMap>;
export type Secret = Static<typeof secret>;
export type StatefulSet = Static<typeof statefulSet>;
export type CronJob = Static<typeof cronJob>;

/** The objects of one scenario, by kind. */
export interface Objects {
  readonly cluster: Cluster;
  readonly configMaps: readonly ConfigMap[];
  readonly secrets: readonly Secret[];
  readonly statefulSets: readonly StatefulSet[];
  readonly cronJobs: readonly CronJob[];
}

/** Reads rendered YAML. */
export function readObjects(yaml: string): Objects {
  const documents: readonly unknown[] = parseAllDocuments(yaml).map((document) => document.toJS());
  const all = <Schema extends TSchema>(kind: string, schema: Schema): readonly Static<Schema>[] =>
    documents.filter((document) => isOf(document, kind)).map((document) => checked(schema, document));
  const [found, ...others] = all("postgresql", cluster);
  if (found === undefined || others.length > 0) throw new Error("a scenario has one postgresql");
  return {
    cluster: found,
    configMaps: all("ConfigMap", configMap),
    secrets: all("Secret", secret),
    statefulSets: all("StatefulSet", statefulSet),
    cronJobs: all("CronJob", cronJob),
  };
}

const isOf = (document: unknown, kind: string) => Check(Type.Object({ kind: Type.Literal(kind) }), document);

function checked<Schema extends TSchema>(schema: Schema, value: unknown): Static<Schema> {
  if (Check(schema, value)) return value;
  throw new Error(
    Errors(schema, value)
      .map(({ instancePath, message }) => `${instancePath} ${message}`)
      .join("\n"),
  );
}
