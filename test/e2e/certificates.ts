import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../tools.ts";
import type { Rendered } from "./rendered.ts";

/** The Secret that the operator makes beside the repo host (object C, contract 2.3), with its names, keys and host names. */
export function certSecret(cluster: string, namespace: string): Rendered {
  const folder = mkdtempSync(join(tmpdir(), "certs-"));
  const openssl = (...args: readonly string[]) => {
    const { status, stderr } = run("openssl", args, { cwd: folder });
    if (status !== 0) throw new Error(stderr);
  };
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...key,
    "-keyout",
    "ca.key",
    "-out",
    "ca.crt",
    "-days",
    "2",
    "-subj",
    "/CN=postgres-operator-ca",
  );
  writeFileSync(
    join(folder, "names"),
    `subjectAltName=DNS:${cluster},DNS:*.${cluster}.${namespace}.svc.cluster.local,DNS:*.${cluster}-clusterpods.${namespace}.svc.cluster.local\n`,
  );
  for (const leaf of ["client", "repo-host"]) {
    openssl("req", ...key, "-keyout", `${leaf}.key`, "-out", `${leaf}.csr`, "-subj", `/CN=${cluster}`);
    openssl(
      "x509",
      "-req",
      "-in",
      `${leaf}.csr`,
      "-CA",
      "ca.crt",
      "-CAkey",
      "ca.key",
      "-CAcreateserial",
      "-days",
      "2",
      "-out",
      `${leaf}.crt`,
      "-extfile",
      "names",
    );
  }
  const base64 = (file: string) => readFileSync(join(folder, file)).toString("base64");
  const data = {
    "pgbackrest.ca-roots": base64("ca.crt"),
    "pgbackrest-client.key": base64("client.key"),
    "pgbackrest-client.crt": base64("client.crt"),
    "pgbackrest-repo-host.key": base64("repo-host.key"),
    "pgbackrest-repo-host.crt": base64("repo-host.crt"),
  };
  rmSync(folder, { recursive: true });
  return { apiVersion: "v1", kind: "Secret", metadata: { name: `${cluster}-pgbackrest-cert`, namespace }, data };
}
