import Type, { type Static } from "typebox";
import { optionalLabel, subdomain } from "../kubernetes/names.ts";
import {
  cpuPattern,
  envVar,
  labelSelector,
  memoryPattern,
  nodeAffinity,
  stringMap,
  toleration,
  topologySpreadConstraint,
} from "./kubernetes-types.ts";

/*
 * What the function reads of a `postgresql`, with the rules of the schema that the operator registers at its start
 * (CYBERTEC-pg-operator@88e7a829:pkg/apis/cpo.opensource.cybertec.at/v1/crds.go). Nulls are dropped before, as the API server does.
 * Fields that the API server does not know are dropped, too; `generated/postgresql-fields.ts` has the names of all that it knows.
 */

const resourceList = Type.Object({
  cpu: Type.Optional(Type.String({ pattern: cpuPattern })),
  memory: Type.Optional(Type.String({ pattern: memoryPattern })),
});

const resources = Type.Object({ requests: Type.Optional(resourceList), limits: Type.Optional(resourceList) });

const storage = Type.Enum(["s3", "gcs", "azure", "pvc"]);

const location = {
  resource: Type.Optional(Type.String()),
  endpoint: Type.Optional(Type.String()),
  region: Type.Optional(Type.String()),
  account: Type.Optional(Type.String()),
  key: Type.Optional(Type.String()),
  keyType: Type.Optional(Type.String()),
};

const schedule = Type.Object({
  full: Type.Optional(Type.String()),
  incr: Type.Optional(Type.String()),
  diff: Type.Optional(Type.String()),
});

const volume = Type.Object({
  size: Type.String({ pattern: memoryPattern }),
  storageClass: Type.Optional(Type.String()),
  selector: Type.Optional(labelSelector),
  iops: Type.Optional(Type.Integer()),
  throughput: Type.Optional(Type.Integer()),
  subPath: Type.Optional(Type.String()),
});

const repository = Type.Object({
  name: Type.String({ pattern: "^repo[1-4]$" }),
  storage,
  ...location,
  schedule: Type.Optional(schedule),
  volume: Type.Optional(volume),
});

const restore = Type.Object({
  id: Type.Optional(Type.String()),
  repo: Type.Optional(Type.String({ pattern: "^repo[1-4]$" })),
  options: Type.Optional(stringMap),
});

const pgbackrest = Type.Object({
  image: Type.String(),
  /** Absent means null in the manifest: accepted, and no repositories. A missing key is refused by `readCluster`. */
  repos: Type.Optional(Type.Array(repository, { minItems: 1 })),
  global: Type.Optional(stringMap),
  configuration: Type.Optional(
    Type.Object({
      secret: Type.Optional(Type.String()),
      protection: Type.Optional(Type.Object({ restore: Type.Optional(Type.Boolean()) })),
    }),
  ),
  restore: Type.Optional(restore),
  resources: Type.Optional(resources),
  env: Type.Optional(Type.Array(envVar)),
  labels: Type.Optional(stringMap),
});

const clone = Type.Object({
  cluster: Type.String(),
  timestamp: Type.Optional(
    Type.String({
      pattern:
        "^([0-9]+)-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])[Tt]([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]|60)(\\.[0-9]+)?(([+-]([01][0-9]|2[0-3]):[0-5][0-9]))$",
    }),
  ),
  uid: Type.Optional(Type.String({ pattern: "^[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$" })),
  s3_endpoint: Type.Optional(Type.String()),
  s3_access_key_id: Type.Optional(Type.String()),
  s3_secret_access_key: Type.Optional(Type.String()),
  s3_force_path_style: Type.Optional(Type.Boolean()),
  s3_wal_path: Type.Optional(Type.String()),
  pgbackrest: Type.Optional(
    Type.Object({
      configuration: Type.Optional(Type.Object({ secret: Type.Optional(Type.String()) })),
      options: Type.Optional(stringMap),
      repo: Type.Optional(Type.Object({ storage: Type.Optional(storage), ...location })),
    }),
  ),
});

const namedContainer = {
  name: Type.Optional(Type.String()),
  image: Type.Optional(Type.String()),
  env: Type.Optional(Type.Array(envVar)),
  ports: Type.Optional(
    Type.Array(Type.Object({ name: Type.Optional(Type.String()), containerPort: Type.Optional(Type.Integer()) })),
  ),
  volumeMounts: Type.Optional(
    Type.Array(
      Type.Object({
        name: Type.Optional(Type.String()),
        mountPath: Type.Optional(Type.String()),
        subPath: Type.Optional(Type.String()),
      }),
    ),
  ),
};

/** As the operator decodes it: quantities are any text, and those of other resources are lost. */
const openResourceList = Type.Object({ cpu: Type.Optional(Type.String()), memory: Type.Optional(Type.String()) });

const additionalVolume = Type.Object({
  name: Type.String(),
  mountPath: Type.String(),
  subPath: Type.Optional(Type.String()),
  targetContainers: Type.Optional(Type.Array(Type.String())),
  volumeSource: Type.Object({}),
});

export const postgresql = Type.Object({
  apiVersion: Type.Literal("cpo.opensource.cybertec.at/v1"),
  kind: Type.Literal("postgresql"),
  metadata: Type.Object({
    name: Type.String({ pattern: subdomain.source }),
    namespace: Type.Optional(Type.String({ pattern: optionalLabel.source })),
    labels: Type.Optional(stringMap),
    annotations: Type.Optional(stringMap),
  }),
  spec: Type.Object({
    teamId: Type.String(),
    numberOfInstances: Type.Integer({ minimum: 0 }),
    postgresql: Type.Object({
      version: Type.Enum(["13", "14", "15", "16", "17", "18"]),
      parameters: Type.Optional(stringMap),
      env: Type.Optional(Type.Array(envVar)),
      labels: Type.Optional(stringMap),
    }),
    patroni: Type.Optional(Type.Object({ pg_hba: Type.Optional(Type.Array(Type.String())) })),
    volume,
    resources: Type.Optional(resources),
    dockerImage: Type.Optional(Type.String()),
    env: Type.Optional(Type.Array(envVar)),
    labels: Type.Optional(stringMap),
    monitor: Type.Optional(
      Type.Object({
        image: Type.Optional(Type.String()),
        customQueries: Type.Optional(Type.String()),
        env: Type.Optional(Type.Array(envVar)),
      }),
    ),
    nodeAffinity: Type.Optional(nodeAffinity),
    podAnnotations: Type.Optional(stringMap),
    standby: Type.Optional(Type.Object({})),
    /** Open to any shape in the CRD; the operator takes the whole cluster for invalid where it cannot decode them (contract 8.5). */
    sidecars: Type.Optional(
      Type.Array(
        Type.Object({
          ...namedContainer,
          resources: Type.Optional(
            Type.Object({ requests: Type.Optional(openResourceList), limits: Type.Optional(openResourceList) }),
          ),
        }),
      ),
    ),
    initContainers: Type.Optional(Type.Array(Type.Object(namedContainer))),
    additionalVolumes: Type.Optional(Type.Array(additionalVolume)),
    tls: Type.Optional(
      Type.Object({
        secretName: Type.Optional(Type.String()),
        caFile: Type.Optional(Type.String()),
        caSecretName: Type.Optional(Type.String()),
      }),
    ),
    spiloRunAsUser: Type.Optional(Type.Integer()),
    spiloRunAsGroup: Type.Optional(Type.Integer()),
    spiloFSGroup: Type.Optional(Type.Integer()),
    serviceAnnotations: Type.Optional(stringMap),
    masterServiceAnnotations: Type.Optional(stringMap),
    replicaServiceAnnotations: Type.Optional(stringMap),
    podPriorityClassName: Type.Optional(Type.String()),
    schedulerName: Type.Optional(Type.String()),
    tde: Type.Optional(Type.Object({ enable: Type.Optional(Type.Boolean()) })),
    tolerations: Type.Optional(Type.Array(toleration)),
    topologySpreadConstraints: Type.Optional(Type.Array(topologySpreadConstraint)),
    backup: Type.Optional(Type.Object({ pgbackrest: Type.Optional(pgbackrest) })),
    clone: Type.Optional(clone),
  }),
});

/** A `postgresql` that passed the schema. */
export type Postgresql = Static<typeof postgresql>;
/** `spec.backup.pgbackrest` of it. */
export type PgBackRestSection = Static<typeof pgbackrest>;
