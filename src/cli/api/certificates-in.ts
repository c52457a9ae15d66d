import { X509Certificate } from "node:crypto";
import type { CertificateDates } from "../../status/read-certificate.ts";

/** The certificates in a value of a Secret; none where it holds something else. */
export function certificatesIn(base64: string): readonly CertificateDates[] {
  const text = Buffer.from(base64, "base64").toString("latin1");
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  return blocks.flatMap((block) => {
    try {
      return [datesOf(new X509Certificate(block))];
    } catch {
      return [];
    }
  });
}

function datesOf(certificate: X509Certificate): CertificateDates {
  const [from, until] = [certificate.validFrom, certificate.validTo].map((date) => Math.floor(Date.parse(date) / 1000));
  if (from === undefined || until === undefined || Number.isNaN(from + until)) throw new Error("has no dates");
  const alternative = (certificate.subjectAltName ?? "").split(", ").filter((name) => name !== "");
  const common = certificate.subject.split("\n").filter((line) => line.startsWith("CN="));
  const names = alternative.length > 0 ? alternative : common;
  return { from, until, names: names.map((name) => name.replace(/^(?:DNS:|CN=|IP Address:)/, "")) };
}
