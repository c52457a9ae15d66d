import { type Answer, type Request, serveGate, sha256 } from "./gate.ts";

// usage: s3-gate.ts KEY CERTIFICATE REGION

const [, , key = "", certificate = "", region] = process.argv;

/** rclone checks signature, key id and clock; the region and the hash of the body are left. */
function refused({ headers, body }: Request): Answer | undefined {
  const error = (status: number, code: string) => ({
    status,
    type: "application/xml",
    text: `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`,
  });
  const signedFor = /Credential=[^/]+\/\d{8}\/([^/]+)\/s3\/aws4_request/.exec(headers.authorization ?? "")?.[1];
  if (signedFor === undefined) return error(403, "AccessDenied");
  if (signedFor !== region) return error(400, "AuthorizationHeaderMalformed");
  return headers["x-amz-content-sha256"] === sha256(body) ? undefined : error(400, "XAmzContentSHA256Mismatch");
}

serveGate(key, certificate, refused);
