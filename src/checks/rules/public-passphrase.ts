import type { ClusterRule } from "../rule.ts";

/** Passphrases that documentation and tutorials print, of this operator, of pgBackRest and of related projects. */
const published = new Set([
  "YOUR_ENCRYPTION_PASSPHRASE",
  "YOUR_ENCRYPTION_KEY",
  "pkjas!d82c82qasjeAasd12",
  "zWaf6XtpjIVZC5444yXB+cgFDFl7MxGlgkZSaoPvTGirhPygu4jOKOXf9LO4vjfO",
  "your-super-secure-encryption-key-passphrase",
]);

export const publicPassphrase = {
  id: "public-passphrase",
  severity: "warning",
  title: "Passphrase that anyone can read",
  why: "A passphrase copied from a tutorial protects nothing: anyone who gets hold of the repository can look it up. It cannot be changed once there are backups.",
  source:
    "CYBERTEC-operator-tutorials@707f74c:cluster-tutorials/pgbackrest_with_s3/s3.conf and earlier; pgBackRest user guide, section on encryption",
  bad: {
    "s3.conf": `
      [global]
      repo1-cipher-type = aes-256-cbc
      repo1-cipher-pass = YOUR_ENCRYPTION_PASSPHRASE
      repo1-s3-key = example
      repo1-s3-key-secret = example
    `,
  },
  good: {
    "s3.conf": `
      [global]
      repo1-cipher-type = aes-256-cbc
      repo1-cipher-pass = 8Vx+0pGxk1fQvSoc2m4gYrQk
      repo1-s3-key = example
      repo1-s3-key-secret = example
    `,
  },
  appliesToOptions: ["repo-cipher-pass"],
  *checkCluster({ configuration }) {
    for (const line of configuration.written) {
      if (line.meaning.is !== "option" || line.meaning.name !== "repo-cipher-pass") continue;
      if (!published.has(line.value) && !isBlank(line.value)) continue;
      yield {
        at: line.place,
        problem: `The passphrase of repo${line.meaning.index} is a published example or a placeholder, so it protects nothing.`,
        fix: "Generate your own before the first backup, for example with `openssl rand -base64 48`, and keep a copy outside the cluster.",
      };
    }
  },
} as const satisfies ClusterRule;

/** True for `<passphrase>`, but for those that a later step fills in. */
const isBlank = (value: string) => value.startsWith("<") && /^<(?!path:|secret:|vault:).*>$/.test(value);
