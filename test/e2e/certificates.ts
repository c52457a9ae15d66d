import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../tools.ts";
import type { Secret } from "./objects.ts";

/** An authority, and a key with a certificate of it for each name in `leaves`; PEM texts by file, `ca.crt` among them. */
export function certificates(
  authority: string,
  commonName: string,
  hosts: readonly string[],
  leaves: readonly string[],
): Readonly<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), "certificates-"));
  const openssl = (command: string) => {
    const { status, stderr } = run("openssl", command.split(" "), { cwd: folder });
    if (status !== 0) throw new Error(stderr);
  };
  const newKey = (file: string) => `-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ${file}.key`;
  try {
    openssl(`req -x509 ${newKey("ca")} -out ca.crt -days 2 -subj /CN=${authority}`);
    writeFileSync(join(folder, "names"), `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(",")}\n`);
    for (const leaf of leaves) {
      openssl(`req ${newKey(leaf)} -out ${leaf}.csr -subj /CN=${commonName}`);
      const issuer = "-CA ca.crt -CAkey ca.key -CAcreateserial";
      openssl(`x509 -req -in ${leaf}.csr ${issuer} -days 2 -extfile names -out ${leaf}.crt`);
    }
    const files = ["ca.crt", ...leaves.flatMap((leaf) => [`${leaf}.key`, `${leaf}.crt`])];
    return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The Secret that the operator makes beside the repo host (contract 2.3), with its keys and host names. */
export function certSecret(cluster: string, namespace: string, domain: string): Secret {
  const hosts = [
    cluster,
    `*.${cluster}.${namespace}.svc.${domain}`,
    `*.${cluster}-clusterpods.${namespace}.svc.${domain}`,
  ];
  const made = certificates("postgres-operator-ca", cluster, hosts, ["client", "repo-host"]);
  const data = Object.entries(made).map(([file, text]) => [
    file === "ca.crt" ? "pgbackrest.ca-roots" : `pgbackrest-${file}`,
    Buffer.from(text).toString("base64"),
  ]);
  return {
    kind: "Secret",
    metadata: { name: `${cluster}-pgbackrest-cert`, namespace },
    data: Object.fromEntries(data),
  };
}
