import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { V1Secret } from "@kubernetes/client-node";
import { succeed } from "./process.ts";

/** A certificate and its private key (SEC 1), as PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

export interface Authority {
  readonly certificate: string;
  readonly issue: (commonName: string, names: readonly string[]) => Promise<KeyPair>;
}

/** A certificate authority in a directory of its own; keys are ECDSA P-256, signatures SHA-384, as the operator's (contract 2.3). */
export async function authority(directory: string, commonName: string): Promise<Authority> {
  mkdirSync(directory, { recursive: true });
  const openssl = (...args: readonly string[]) => succeed("openssl", args, { cwd: directory });
  const read = (file: string) => readFileSync(join(directory, file), "utf8");
  const key = (file: string) => openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", file);
  await key("ca.key");
  await openssl(
    ...["req", "-x509", "-new", "-sha384", "-days", "3650", "-key", "ca.key", "-out", "ca.crt", "-subj"],
    ...[`/CN=${commonName}`, "-addext", "keyUsage=keyCertSign,cRLSign"],
  );
  let serial = 0;
  return {
    certificate: read("ca.crt"),
    issue: async (subject, names) => {
      serial += 1;
      const leaf = `leaf${serial}`;
      writeFileSync(
        join(directory, `${leaf}.ext`),
        `basicConstraints=CA:FALSE
keyUsage=digitalSignature,keyEncipherment
extendedKeyUsage=clientAuth,serverAuth
subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}
`,
      );
      await key(`${leaf}.key`);
      await openssl("req", "-new", "-key", `${leaf}.key`, "-out", `${leaf}.csr`, "-subj", `/CN=${subject}`);
      await openssl(
        ...["x509", "-req", "-sha384", "-days", "365", "-in", `${leaf}.csr`, "-CA", "ca.crt", "-CAkey", "ca.key"],
        ...["-set_serial", String(serial), "-extfile", `${leaf}.ext`, "-out", `${leaf}.crt`],
      );
      return { certificate: read(`${leaf}.crt`), key: read(`${leaf}.key`) };
    },
  };
}

/** The Secret `<cluster>-pgbackrest-cert`, which the operator makes and the function does not (object C, contract 2.3). */
export async function certificateSecret(
  directory: string,
  cluster: { readonly name: string; readonly namespace: string; readonly domain: string },
): Promise<V1Secret> {
  const { name, namespace, domain } = cluster;
  const names = [name, `*.${name}.${namespace}.svc.${domain}`, `*.${name}-clusterpods.${namespace}.svc.${domain}`];
  const ca = await authority(directory, "postgres-operator-ca");
  const [client, repoHost] = [await ca.issue(name, names), await ca.issue(name, names)];
  const files = {
    key: "0123456789abcdef0123456789abcdef",
    "pgbackrest.ca-roots": ca.certificate,
    "pgbackrest-client.key": client.key,
    "pgbackrest-client.crt": client.certificate,
    "pgbackrest-repo-host.key": repoHost.key,
    "pgbackrest-repo-host.crt": repoHost.certificate,
  };
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: `${name}-pgbackrest-cert`, namespace },
    type: "Opaque",
    data: Object.fromEntries(Object.entries(files).map(([file, text]) => [file, Buffer.from(text).toString("base64")])),
  };
}
