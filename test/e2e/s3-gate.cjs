// TLS in front of rclone's S3 server, which checks signatures but neither the region nor the hash of the body: these are checked here.
// usage: node s3-gate.cjs ADDRESS KEY CERTIFICATE UPSTREAM_PORT REGION
const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");
const http = require("node:http");
const https = require("node:https");

const [, , address, key, certificate, port, region] = process.argv;
const agent = new http.Agent({ keepAlive: true });

https
  .createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts);
      const refuse = (status, code) => {
        response.writeHead(status, { "content-type": "application/xml" });
        response.end(request.method === "HEAD" ? "" : `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
      };
      const signedFor = /Credential=[^/]+\/\d{8}\/([^/]+)\/s3\/aws4_request/.exec(
        request.headers.authorization ?? "",
      )?.[1];
      if (signedFor === undefined) return refuse(403, "AccessDenied");
      if (signedFor !== region) return refuse(400, "AuthorizationHeaderMalformed");
      if (request.headers["x-amz-content-sha256"] !== createHash("sha256").update(body).digest("hex"))
        return refuse(400, "XAmzContentSHA256Mismatch");
      const onward = http.request(
        { host: "127.0.0.1", port, method: request.method, path: request.url, headers: request.headers, agent },
        (answer) => {
          response.writeHead(answer.statusCode, answer.headers);
          answer.pipe(response);
        },
      );
      onward.on("error", () => refuse(502, "BadGateway"));
      onward.end(body);
    });
  })
  .listen(443, address);
