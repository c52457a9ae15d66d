import fc from "fast-check";
import { allOptions } from "../../src/pgbackrest/option-table.ts";

/** What a run is given: the items of a list, and a functionConfig where there is one. */
export interface Input {
  readonly items: readonly unknown[];
  readonly functionConfig?: unknown;
}

/** Texts that cannot be read, with a secret at the mistake. */
export const brokenTexts = (secret: string): readonly string[] =>
  [
    `repo1-cipher-pass: "${secret}`,
    `repo1-cipher-pass: '${secret}`,
    `repo1-cipher-pass: ${secret}\n\tx: y`,
    `${secret}: x\n${secret}: y`,
    `"repo1-cipher-pass=${secret}": x\n"repo1-cipher-pass=${secret}": y`,
    `? {a: "${secret}"`,
    `a: [${secret}`,
    `a: *${secret}`,
    `a: !${secret} x`,
    `a: !!${secret} x`,
    `a: &x &${secret} y`,
    `a: "\\${secret}"`,
    `a: |${secret}\n  x`,
    `%${secret}\n---\na: b`,
    `a: b: ${secret}`,
    `a\n${secret}\nb: c`,
    `<<: ${secret}`,
    `<<: {${secret}: 1}\na: @${secret}`,
    `--- ${secret} ]`,
    `{"private_key": "${secret}", }}`,
    `apiVersion: ${secret}\nkind: ResourceList\nitems: []`,
    `apiVersion: config.kubernetes.io/${secret}\nkind: ResourceList\nitems: []`,
    `kind: ${secret}\nmetadata: {name: x}\nspec: {backup: {pgbackrest: {repos: []}}}`,
    secret,
  ].flatMap((text) => [
    text,
    `kind: Secret\n${text}\n`,
    `items:\n- kind: postgresql\n  ${text.replaceAll("\n", "\n  ")}\n`,
  ]);

/** Options that hold secrets, as they are written for a repository. */
const secretOptions = allOptions()
  .filter(([name, { secure }]) => secure === true && /key|pass|token/.test(name))
  .map(([name]) => name.replace(/^repo-/, "repo1-"));
const secretOption = fc.constantFrom(...secretOptions, "repo1-s3-keysecret", "repo2_cipher_pass", "repo1-password");
const anyOption = fc.oneof(secretOption, fc.constantFrom("process-max", "repo1-path", "no-such-option", "repo1"));
const variable = anyOption.map((name) => `PGBACKREST_${name.replaceAll("-", "_").toUpperCase()}`);

/** A line with a secret where only a name belongs. */
const nameWith = (name: string) => (secret: string) =>
  fc.constantFrom(
    `${name}=${secret}`,
    `${name} = ${secret}`,
    `${name}: ${secret}`,
    `${name}:${secret}`,
    `${name} ${secret}`,
    `--${name}=${secret}`,
    `${name}="${secret}"`,
    `{"${name}": "${secret}"}`,
    `{"type": "service_account", "private_key": "${secret}"}`,
    `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`,
    `${name}\n${secret}`,
    ` ${name} # ${secret}`,
    `# ${secret}`,
    secret,
    `"${secret}"`,
    `${secret}=${name}`,
    `export ${name}=${secret}`,
  );

/** A value that holds a secret, of every type. */
const valueWith = (secret: string) =>
  fc.constantFrom<unknown>(
    secret,
    `${secret}\n`,
    `"${secret}"`,
    `'${secret}' # ${secret}`,
    ` ${secret} `,
    [secret],
    { [secret]: secret },
    { secret },
    `{"type": "service_account", "private_key": "-----BEGIN PRIVATE KEY-----\\n${secret}\\n", "client_email": "${secret}@x"}`,
    { type: "service_account", private_key: secret },
    `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`,
    Number(`1${(secret.match(/\d/g) ?? []).join("").slice(0, 14)}`),
  );

/** The text of a file of a Secret, with a secret where it belongs, and where people put it by mistake. */
const confWith = (secret: string) =>
  secretOption.chain((option) =>
    nameWith(option)(secret).chain((line) =>
      fc.constantFrom(
        `[global]\n${option} = ${secret}\n`,
        `[global]\n${line}\n`,
        `[global]\n${line} = x\n`,
        `${line}\n[global]\nprocess-max = 2\n`,
        `[${secret}]\nprocess-max = 2\n`,
        `[global:${secret}]\nprocess-max = 2\n`,
        `[db\n${secret}`,
        `[global]\n= ${secret}\n`,
        `[global]\nprocess-max = ${secret}\n`,
        `[global]\r\n${option} = "${secret}" # ${secret}\r\n`,
        `\ufeff[global]\n${option} = ${secret}\n`,
        `[global]\nrepo1-${secret} = x\n`,
        `[global]\nrepo1-path = ${secret}\nrepo1-path = ${secret}\n`,
        `[db]\nrepo1-storage-ca-file = /etc/pgbackrest/conf.d/${secret}\n`,
        `{"private_key": "${secret}"}`,
        secret,
      ),
    ),
  );

const base64 = (text: string) => Buffer.from(text).toString("base64");

type Place = (secret: string) => fc.Arbitrary<Input>;
type Fields = { [key: string]: unknown };

const pgbackrest = ["spec", "backup", "pgbackrest"];

/** Where a secret may stand. */
export const places: Readonly<Record<string, Place>> = {
  "stringData of the Secret": (secret) =>
    fc
      .tuple(fc.constantFrom("s3.conf", "s3.cfg", "s3.json", "ca.crt"), confWith(secret))
      .map(([file, text]) => list({ secret: { stringData: { [file]: text } } })),
  "data of the Secret": (secret) =>
    fc
      .tuple(
        confWith(secret),
        fc.constantFrom(base64, (text: string) => text),
      )
      .map(([text, form]) => list({ secret: { data: { "s3.conf": form(text) }, stringData: {} } })),
  "a key of the Secret": (secret) =>
    anyOption
      .chain((option) => nameWith(option)(secret))
      .map((key) => list({ secret: { stringData: { [key]: "[global]\nprocess-max = 2\noops\n", "s3.conf": "" } } })),
  "a Secret of somebody else": (secret) =>
    confWith(secret).map((text) =>
      list({}, [
        {
          apiVersion: "v1",
          kind: "Secret",
          metadata: { name: "other", namespace: "pg" },
          stringData: { "a.conf": text },
        },
      ]),
    ),
  "a value in `global`": (secret) =>
    fc
      .tuple(secretOption, valueWith(secret))
      .map(([option, value]) => list({ path: [...pgbackrest, "global", option], value })),
  "a name in `global`": (secret) => named(secret, [...pgbackrest, "global"]),
  "`global` itself": (secret) => valueWith(secret).map((value) => list({ path: [...pgbackrest, "global"], value })),
  "the value of a variable": (secret) =>
    fc
      .tuple(variable, valueWith(secret), fc.constantFrom(["spec", "env"], [...pgbackrest, "env"]))
      .map(([name, value, path]) => list({ path, value: [{ name, value }] })),
  "the name of a variable": (secret) =>
    fc
      .tuple(
        variable.chain((name) => nameWith(name)(secret)),
        fc.constantFrom(["spec", "env"], [...pgbackrest, "env"]),
        fc.constantFrom<Fields>({}, { value: "x" }, { valueFrom: {} }, { value: "x", valueFrom: { fieldRef: {} } }),
      )
      .map(([name, path, more]) => list({ path, value: [{ name, ...more }] })),
  "the value of a restore option": (secret) =>
    fc
      .tuple(secretOption, valueWith(secret))
      .map(([option, value]) => list({ path: restore, value: { [option]: value } })),
  "the name of a restore option": (secret) => named(secret, restore),
  "the value of a clone option": (secret) =>
    fc
      .tuple(secretOption, valueWith(secret))
      .map(([option, value]) => list({ path: clone, value: { [option]: value } })),
  "the name of a clone option": (secret) => named(secret, clone),
  "a repository's key": (secret) =>
    fc
      .tuple(
        fc.constantFrom("gcs", "azure", "s3"),
        valueWith(secret),
        fc.constantFrom("key", "account", "keyType", "s3-key", "repo1-s3-key", "secretKey", "password"),
      )
      .map(([storage, value, field]) =>
        list({
          path: [...pgbackrest, "repos", 0],
          value: {
            name: "repo1",
            storage,
            resource: "b",
            endpoint: "e.com",
            region: "r",
            key: "k",
            keyType: "service",
            [field]: value,
          },
        }),
      ),
  "a clone's key": (secret) =>
    fc.tuple(fc.constantFrom("gcs", "azure", "s3"), valueWith(secret)).map(([storage, key]) =>
      list({
        path: ["spec", "clone"],
        value: {
          cluster: "parent",
          pgbackrest: {
            repo: { storage, resource: "b", key, account: key, keyType: "service" },
            configuration: { secret: "x" },
          },
        },
      }),
    ),
  "a field that there is not": (secret) =>
    fc
      .tuple(
        fc.constantFrom(
          ["spec"],
          ["spec", "backup"],
          pgbackrest,
          [...pgbackrest, "configuration"],
          [...pgbackrest, "repos", 0],
        ),
        anyOption.chain((option) => nameWith(option)(secret)),
        valueWith(secret),
      )
      .map(([path, name, value]) => list({ path: [...path, name], value })),
  "the name of the Secret": (secret) =>
    valueWith(secret).map((value) => list({ path: [...pgbackrest, "configuration", "secret"], value })),
  "a key of a JSON object in the resource": (secret) =>
    valueWith(secret).map((value) => list({ path: [...pgbackrest, "configuration"], value })),
  "an annotation of ours": (secret) =>
    fc
      .tuple(
        anyOption.chain((option) => nameWith(option)(secret)),
        fc.constantFrom("", "no-retention=off; ", "no-retention=off: ", "s3-key-missing=off: ", "no-retention="),
      )
      .map(([text, before]) =>
        list({
          path: ["metadata", "annotations", "expand-pgbackrest.fn.cpo.opensource.cybertec.at/checks"],
          value: `${before}${text}`,
        }),
      ),
  "the name of an annotation": (secret) => named(secret, ["metadata", "annotations"]),
  "the functionConfig's fields": (secret) =>
    fc
      .tuple(
        fc.constantFrom(["spec"], ["spec", "operator"], ["spec", "operator", "kubernetes"], ["spec", "checks"], []),
        anyOption.chain((option) => nameWith(option)(secret)),
        valueWith(secret),
      )
      .map(([path, name, value]) => ({ ...list({}), functionConfig: set(ownConfig, [...path, name], value) })),
  "the functionConfig's values": (secret) =>
    fc
      .tuple(
        fc.constantFrom(
          ["spec", "operator", "cluster_domain"],
          ["spec", "operator", "logical_backup_schedule"],
          ["spec", "operator", "pod_terminate_grace_period"],
          ["spec", "operator", "inherited_labels"],
          ["spec", "operator", "downscaler_annotations"],
          ["spec", "operator", "pod_service_account_name"],
          ["spec", "pgbackrestRelease"],
          ["spec", "adopt"],
          ["spec", "selector"],
          ["spec", "checks", "no-retention"],
          ["spec", "namespace"],
        ),
        valueWith(secret),
      )
      .map(([path, value]) => ({ ...list({}), functionConfig: set(ownConfig, path, value) })),
  "a ConfigMap as functionConfig": (secret) =>
    fc
      .tuple(
        fc.oneof(
          fc.constantFrom(
            "adopt",
            "selector",
            "pgbackrestRelease",
            "spilo_runasuser",
            "logical_backup_schedule",
            "toleration",
          ),
          anyOption.chain((option) => nameWith(option)(secret)),
        ),
        valueWith(secret),
      )
      .map(([key, value]) => ({
        ...list({}),
        functionConfig: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "f" }, data: { [key]: value } },
      })),
  "the operator's ConfigMap": (secret) =>
    fc
      .tuple(
        fc.constantFrom(
          "pam_role_name",
          "spilo_runasuser",
          "toleration",
          "cluster_labels",
          "logical_backup_schedule",
          "password",
        ),
        valueWith(secret),
      )
      .map(([key, value]) =>
        list({}, [
          {
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: "cpo" },
            data: {
              cluster_domain: "cluster.local",
              docker_image: "x/y:1",
              pod_service_account_name: "p",
              [key]: value,
            },
          },
        ]),
      ),
  "an OperatorConfiguration": (secret) =>
    fc
      .tuple(
        fc.constantFrom("docker_image", "etcd_host", "kubernetes", "logical_backup", "aws_or_gcp"),
        fc.oneof(
          valueWith(secret),
          nameWith("pod_role_label")(secret).map((name) => ({ [name]: secret })),
        ),
      )
      .map(([key, value]) =>
        list({}, [
          {
            apiVersion: "cpo.opensource.cybertec.at/v1",
            kind: "OperatorConfiguration",
            metadata: { name: "cpo" },
            configuration: { [key]: value },
          },
        ]),
      ),
  "a ConfigMap of ours from an earlier run": (secret) =>
    nameWith("repo1-s3-key")(secret).map((text) =>
      list({}, [
        {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: {
            name: "demo-pgbackrest-config",
            namespace: "pg",
            labels: { "expand-pgbackrest.fn.cpo.opensource.cybertec.at/cluster": "demo" },
          },
          data: { "pgbackrest_instance.conf": text, [text]: secret },
        },
      ]),
    ),
};

const restore = [...pgbackrest, "restore", "options"];
const clone = ["spec", "clone", "pgbackrest", "options"];

const named = (secret: string, path: readonly string[]) =>
  fc
    .tuple(
      anyOption.chain((option) => nameWith(option)(secret)),
      fc.constantFrom<unknown>("", "x", 1, null, true, {}, [], secret),
    )
    .map(([name, value]) => list({ path: [...path, name], value }));

const ownConfig: Fields = {
  apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1",
  kind: "ExpandPgBackRest",
  metadata: { name: "f" },
};

const cluster: Fields = {
  apiVersion: "cpo.opensource.cybertec.at/v1",
  kind: "postgresql",
  metadata: { name: "demo", namespace: "pg" },
  spec: {
    teamId: "acid",
    numberOfInstances: 1,
    postgresql: { version: "17" },
    volume: { size: "5Gi" },
    clone: {
      cluster: "parent",
      pgbackrest: {
        configuration: { secret: "demo-s3" },
        options: {},
        repo: { storage: "s3", resource: "b", endpoint: "e.com", region: "r" },
      },
    },
    backup: {
      pgbackrest: {
        image: "x/y:pgbackrest-18.3-1",
        configuration: { secret: "demo-s3" },
        global: { "repo1-retention-full": "4" },
        restore: { id: "1", repo: "repo1", options: { type: "immediate" } },
        repos: [
          {
            name: "repo1",
            storage: "s3",
            resource: "b",
            endpoint: "e.com",
            region: "r",
            schedule: { full: "30 2 * * 0" },
          },
        ],
      },
    },
  },
};

function list(
  {
    path = [],
    value,
    secret = {},
  }: { readonly path?: ReadonlyArray<string | number>; readonly value?: unknown; readonly secret?: Fields },
  others: readonly unknown[] = [],
): Input {
  return {
    items: [
      path.length === 0 ? cluster : set(cluster, path, value),
      {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "demo-s3", namespace: "pg" },
        stringData: { "s3.conf": "[global]\nrepo1-s3-key = x\nrepo1-s3-key-secret = x\n" },
        ...secret,
      },
      ...others,
    ],
  };
}

/** A copy with a value at a path. */
function set(value: unknown, [step, ...rest]: ReadonlyArray<string | number>, given: unknown): unknown {
  if (step === undefined) return given;
  if (Array.isArray(value)) return value.map((item: unknown, at) => (at === step ? set(item, rest, given) : item));
  const fields: Fields = typeof value === "object" && value !== null ? { ...value } : {};
  return { ...fields, [step]: set(fields[step], rest, given) };
}
