// TLS in front of an object store, and the checks that the emulator behind it does not make itself.
// usage: node store-gate.cjs ADDRESS KEY CERTIFICATE UPSTREAM_PORT s3 REGION
//        node store-gate.cjs ADDRESS KEY CERTIFICATE UPSTREAM_PORT gcs PUBLIC_KEY SERVICE_ACCOUNT TOKEN_URI
const { createHash, createVerify, randomUUID } = require("node:crypto");
const { readFileSync } = require("node:fs");
const http = require("node:http");
const https = require("node:https");

const [, , address, key, certificate, port, kind, ...rest] = process.argv;
const agent = new http.Agent({ keepAlive: true });

/** rclone checks signature, key id and clock; the region and the hash of the body are left. Gives the error code to refuse with. */
function refusedByS3(request, body) {
  const [region] = rest;
  const signedFor = /Credential=[^/]+\/\d{8}\/([^/]+)\/s3\/aws4_request/.exec(request.headers.authorization ?? "")?.[1];
  if (signedFor === undefined) return [403, "AccessDenied"];
  if (signedFor !== region) return [400, "AuthorizationHeaderMalformed"];
  const hash = createHash("sha256").update(body).digest("hex");
  return request.headers["x-amz-content-sha256"] === hash ? undefined : [400, "XAmzContentSHA256Mismatch"];
}

const tokens = new Set();
const decoded = (part) => JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8"));

/** What Google's token endpoint checks of a signed request; gives the reason to refuse it. */
function badAssertion(form) {
  const [publicKey, account, tokenUri] = rest;
  const [head, claims, signature] = (form.get("assertion") ?? "").split(".");
  if (form.get("grant_type") !== "urn:ietf:params:oauth:grant-type:jwt-bearer" || decoded(head).alg !== "RS256")
    return "grant type";
  if (!createVerify("RSA-SHA256").update(`${head}.${claims}`).verify(readFileSync(publicKey), signature, "base64url"))
    return "Invalid JWT Signature.";
  const { iss, aud, scope, iat, exp } = decoded(claims);
  const now = Date.now() / 1000;
  if (iss !== account || aud !== tokenUri) return "issuer or audience";
  if (!/^https:\/\/www\.googleapis\.com\/auth\/devstorage\.read_(write|only)$/.test(scope)) return "scope";
  return iat <= now + 60 && exp > now && exp - iat <= 3600 ? undefined : "lifetime";
}

const server = https.createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    const body = Buffer.concat(parts);
    const url = new URL(request.url, "https://x");
    const answer = (status, value) => {
      response.writeHead(status, { "content-type": kind === "s3" ? "application/xml" : "application/json" });
      response.end(
        request.method === "HEAD"
          ? ""
          : kind === "s3"
            ? `<?xml version="1.0"?><Error><Code>${value}</Code></Error>`
            : JSON.stringify(value),
      );
    };
    if (kind === "s3") {
      const refused = refusedByS3(request, body);
      if (refused !== undefined) return answer(...refused);
    } else {
      const { host, pathname } = new URL(rest[2]);
      if (request.headers.host === host && url.pathname === pathname) {
        const reason = badAssertion(new URLSearchParams(body.toString()));
        if (reason !== undefined) return answer(400, { error: "invalid_grant", error_description: reason });
        const token = randomUUID();
        tokens.add(token);
        return answer(200, { access_token: token, token_type: "Bearer", expires_in: 3599 });
      }
      // The chunks of a resumable upload carry no token; their address is the secret.
      const signedIn =
        url.searchParams.has("upload_id") || tokens.has((request.headers.authorization ?? "").replace(/^Bearer /, ""));
      if (!signedIn) return answer(401, { error: { code: 401, message: "Invalid Credentials" } });
    }
    const onward = http.request(
      { host: "127.0.0.1", port, method: request.method, path: request.url, headers: request.headers, agent },
      (reply) => {
        // pgBackRest takes the id of an upload from this header; emulators send only the address.
        const upload = /[?&]upload_id=([^&]+)/.exec(reply.headers.location ?? "")?.[1];
        if (upload !== undefined) reply.headers["x-guploader-uploadid"] = decodeURIComponent(upload);
        response.writeHead(reply.statusCode, reply.headers);
        reply.pipe(response);
      },
    );
    onward.on("error", () => answer(502, "upstream"));
    onward.end(body);
  });
});
server.listen(443, address);
