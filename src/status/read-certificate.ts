import { isObject, type JsonObject } from "../json/json-value.ts";
import { certificateKeys } from "./certificate-keys.ts";
import { objectName } from "./fields.ts";
import type { SeenCertificate, Unknown } from "./observed.ts";

/** What a certificate is known by. */
export type CertificateDates = Omit<SeenCertificate["certificates"][number], "key">;

/**
 * Reads the Secret of the repo host's certificates: of those, dates and names; of keys, whether they are there.
 * @param certificatesIn The certificates in a value of a Secret, which is base64; none for one that holds no certificate.
 */
export function readCertificate(
  object: JsonObject,
  certificatesIn: (base64: string) => readonly CertificateDates[],
): SeenCertificate | Unknown {
  const { data = {} } = object;
  if (!isObject(data))
    return { unknown: "unreadable", why: `${objectName(object)} cannot be read: \`data\` is not a mapping.` };
  const found = certificateKeys.map(({ key, isCertificate }) => {
    const value = Object.hasOwn(data, key) ? data[key] : undefined;
    const text = typeof value === "string" ? value : "";
    const certificates = isCertificate && text !== "" ? certificatesIn(text) : [];
    return { key, certificates, isMissing: isCertificate ? certificates.length === 0 : text === "" };
  });
  return {
    certificates: found.flatMap(({ key, certificates }) => certificates.map((dates) => ({ key, ...dates }))),
    missingKeys: found.flatMap(({ key, isMissing }) => (isMissing ? [key] : [])),
  };
}
