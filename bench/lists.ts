import { asKustomizeWrites } from "./kustomize-style.ts";

/**
 * A ResourceList as kpt or kustomize would write it. Deterministic: every item follows from its index. A tenth of the items are
 * `postgresql`, a tenth are Secrets, and the rest is what platform repositories hold. With `expand`, the clusters have backup sections, four
 * of five in S3 and one on a volume, which makes 3.4 new objects per cluster.
 */
export function makeList(
  items: number,
  { expand, host = "kpt" }: { readonly expand: boolean; readonly host?: "kpt" | "kustomize" },
): string {
  const texts = Array.from({ length: items }, (_, index) => {
    if (index % 10 === 0) return postgresql(index, expand);
    return index % 10 === 1 ? secret(index) : foreignItem(index);
  });
  return listOf(host === "kpt" ? texts : texts.map(asKustomizeWrites));
}

/** A ResourceList of these items, in kpt's layout: each begins with `- `. */
export const listOf = (items: readonly string[]): string => [head, ...items, tail].join("");

/** The item at a place where there is neither a cluster nor its Secret: one of what platform repositories hold. */
export function foreignItem(index: number): string {
  if (index % 50 === 7) return customResourceDefinition(index);
  return (foreign[index % foreign.length] ?? deployment)(index);
}

const tail = "functionConfig:\n  apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: function-input\n";
const head = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n";

const metadata = (index: number, name: string) => `  metadata:
    name: ${name}-${index}
    namespace: team-${Math.floor(index / 10) % 40}
    labels:
      app.kubernetes.io/name: ${name}
      app.kubernetes.io/part-of: platform
    annotations:
      config.kubernetes.io/index: '0'
      config.kubernetes.io/path: 'teams/${index % 40}/${name}-${index}.yaml'
      internal.config.kubernetes.io/index: '0'
      internal.config.kubernetes.io/path: 'teams/${index % 40}/${name}-${index}.yaml'
      internal.config.kubernetes.io/seqindent: 'compact'
`;

function postgresql(index: number, expand: boolean): string {
  const volume = index % 50 === 40;
  const backup = `    backup:
      pgbackrest:
        image: example/pgbackrest:18
        configuration:
          secret: backup-${index + 1}
        global:
          repo1-retention-full: '4'
          repo1-cipher-type: aes-256-cbc
${volume ? "" : `          repo1-path: /team-${index % 40}/pg-${index}\n`}        repos:
${volume ? onVolume : inS3(index)}          schedule:
            full: 30 2 * * 0
            diff: 30 2 * * 1-6
`;
  return `- # cluster ${index}
  apiVersion: cpo.opensource.cybertec.at/v1
  kind: postgresql
${metadata(index, "pg")}  spec:
    teamId: acid
    numberOfInstances: 2
    postgresql:
      version: '17'
      parameters:
        shared_buffers: 1GB
        max_connections: '200'
    volume:
      size: 50Gi
      storageClass: fast
    resources:
      requests:
        cpu: 500m
        memory: 1Gi
      limits:
        cpu: '2'
        memory: 2Gi
    users:
      app:
      - superuser
      - createdb
    databases:
      app: app
${expand ? backup : ""}`;
}

const inS3 = (index: number) => `        - name: repo1
          storage: s3
          resource: backups-of-team-${index % 40}
          endpoint: s3.eu-central-1.amazonaws.com
          region: eu-central-1
`;

const onVolume = `        - name: repo1
          storage: pvc
          volume:
            size: 100Gi
            storageClass: slow
`;

const base64 = (text: string) => Buffer.from(text).toString("base64");
const s3Secret = base64("[global]\nrepo1-s3-key=FAKE\nrepo1-s3-key-secret=FAKE\nrepo1-cipher-pass=FAKE\n");
const volumeSecret = base64("[global]\nrepo1-cipher-pass=FAKE\n");
/** The Secret with the pgBackRest configuration of the cluster before it. */
const secret = (index: number) => `- apiVersion: v1
  kind: Secret
${metadata(index, "backup")}  type: Opaque
  data:
    backup.conf: ${index % 50 === 41 ? volumeSecret : s3Secret}
`;

const deployment = (index: number) => `- apiVersion: apps/v1
  kind: Deployment
${metadata(index, "web")}  spec:
    replicas: 3
    selector:
      matchLabels:
        app.kubernetes.io/name: web
    template:
      metadata:
        labels:
          app.kubernetes.io/name: web
      spec:
        containers:
        - name: web
          image: example/web:1.2.${index % 30}
          args: ["--port", "8080"]
          ports:
          - containerPort: 8080
            name: http
          env:
          - name: LOG_LEVEL
            value: info
          - name: NODE_NAME
            valueFrom:
              fieldRef:
                fieldPath: spec.nodeName
          resources:
            requests: {cpu: 100m, memory: 128Mi}
            limits: {memory: 256Mi}
          livenessProbe:
            httpGet:
              path: /healthz
              port: http
        # keeps away from its own kind
        affinity:
          podAntiAffinity:
            preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 1
              podAffinityTerm:
                topologyKey: kubernetes.io/hostname
                labelSelector:
                  matchLabels:
                    app.kubernetes.io/name: web
`;

const service = (index: number) => `- apiVersion: v1
  kind: Service
${metadata(index, "web")}  spec:
    selector:
      app.kubernetes.io/name: web
    ports:
    - port: 80
      targetPort: http
`;

const configMap = (index: number) => `- apiVersion: v1
  kind: ConfigMap
${metadata(index, "settings")}  data:
    mode: "0644"
    application.yaml: |
      server:
        port: 8080
      items:
${Array.from({ length: 40 }, (_, line) => `      - name: item-${line}\n        value: ${index * line}\n`).join("")}`;

const role = (index: number) => `- apiVersion: rbac.authorization.k8s.io/v1
  kind: Role
${metadata(index, "reader")}  rules:
  - apiGroups: [""]
    resources: [pods, pods/log]
    verbs: [get, list, watch]
`;

const customResourceDefinition = (index: number) => `- apiVersion: apiextensions.k8s.io/v1
  kind: CustomResourceDefinition
${metadata(index, "things").replace(/ {4}namespace: .*\n/, "")}  spec:
    group: example.com
    names: {kind: Thing${index}, plural: things${index}}
    scope: Namespaced
    versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
${Array.from(
  { length: 50 },
  (_, field) => `                field${field}:
                  type: string
                  description: |-
                    What field ${field} of a thing means: one sentence of usual length.
                  maxLength: ${field + 10}
`,
).join("")}`;

const foreign = [deployment, service, configMap, role, deployment, configMap, deployment];
