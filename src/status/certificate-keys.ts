/** The keys of the Secret that pgBackRest reads (contract 2.3), and whether each holds a certificate. Nothing reads the operator's `key`. */
export const certificateKeys = [
  { key: "pgbackrest.ca-roots", isCertificate: true },
  { key: "pgbackrest-client.crt", isCertificate: true },
  { key: "pgbackrest-client.key", isCertificate: false },
  { key: "pgbackrest-repo-host.crt", isCertificate: true },
  { key: "pgbackrest-repo-host.key", isCertificate: false },
] as const;

export type CertificateKey = (typeof certificateKeys)[number]["key"];
