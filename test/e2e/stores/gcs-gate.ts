import { createVerify, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import Type from "typebox";
import { Check } from "typebox/value";
import { type Answer, type Request, serveGate } from "./gate.ts";

// usage: gcs-gate.ts KEY CERTIFICATE PUBLIC_KEY SERVICE_ACCOUNT TOKEN_URI

const [, , key = "", certificate = "", publicKey = "", account, tokenUri = ""] = process.argv;

const head = Type.Object({ alg: Type.Literal("RS256") });
const claims = Type.Object({
  iss: Type.String(),
  aud: Type.String(),
  scope: Type.String({ pattern: "^https://www\\.googleapis\\.com/auth/devstorage\\.read_(write|only)$" }),
  iat: Type.Number(),
  exp: Type.Number(),
});
const decoded = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString("utf8"));

/** What Google's token endpoint checks of a signed request; returns the reason to refuse it. */
function badAssertion(form: URLSearchParams): string | undefined {
  const [signedHead = "", signedClaims = "", signature = ""] = (form.get("assertion") ?? "").split(".");
  if (form.get("grant_type") !== "urn:ietf:params:oauth:grant-type:jwt-bearer" || !Check(head, decoded(signedHead)))
    return "grant type";
  const verified = createVerify("RSA-SHA256").update(`${signedHead}.${signedClaims}`);
  if (!verified.verify(readFileSync(publicKey), signature, "base64url")) return "Invalid JWT Signature.";
  const claimed = decoded(signedClaims);
  if (!Check(claims, claimed)) return "scope";
  const { iss, aud, iat, exp } = claimed;
  const now = Date.now() / 1000;
  if (iss !== account || aud !== tokenUri) return "issuer or audience";
  return iat <= now + 60 && exp > now && exp - iat <= 3600 ? undefined : "lifetime";
}

const tokens = new Set<string>();
const json = (status: number, value: unknown): Answer => ({
  status,
  type: "application/json",
  text: JSON.stringify(value),
});

/** The token endpoint; the emulator behind does not look at tokens. */
function answer({ url, host, headers, body }: Request): Answer | undefined {
  const { host: tokenHost, pathname } = new URL(tokenUri);
  if (host === tokenHost && url.pathname === pathname) {
    const reason = badAssertion(new URLSearchParams(body.toString()));
    if (reason !== undefined) return json(400, { error: "invalid_grant", error_description: reason });
    const token = randomUUID();
    tokens.add(token);
    return json(200, { access_token: token, token_type: "Bearer", expires_in: 3599 });
  }
  // The chunks of a resumable upload carry no token; their address is the secret.
  const signedIn =
    url.searchParams.has("upload_id") || tokens.has((headers.authorization ?? "").replace(/^Bearer /, ""));
  return signedIn ? undefined : json(401, { error: { code: 401, message: "Invalid Credentials" } });
}

serveGate(key, certificate, answer);
