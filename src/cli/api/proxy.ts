import { BlockList, isIP } from "node:net";

/**
 * The proxy that the environment names for a server, as kubectl finds it: `HTTPS_PROXY` or `HTTP_PROXY` by the server's protocol, unless `NO_PROXY`
 * names the server. The Kubernetes client itself knows `proxy-url` of a kubeconfig alone.
 * Source: golang.org/x/net@v0.47.0:http/httpproxy/proxy.go
 */
export function proxyOf(server: URL, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const variable = (name: string) => env[name] || env[name.toLowerCase()] || "";
  const proxy = variable(server.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY");
  if (proxy === "" || isLocal(hostOf(server)) || isExcepted(server, variable("NO_PROXY"))) return undefined;
  return proxy.includes("://") ? proxy : `http://${proxy}`;
}

const hostOf = ({ hostname }: URL) => hostname.toLowerCase().replace(/^\[|\]$/g, "");

export const isLocal = (host: string): boolean =>
  host === "localhost" || isWithin(host, "127.0.0.0/8") || host === "::1";

function isExcepted(server: URL, exceptions: string): boolean {
  const host = hostOf(server);
  const serverPort = server.port || (server.protocol === "https:" ? "443" : "80");
  return exceptions.split(",").some((written) => {
    const exception = written.trim().toLowerCase();
    if (exception === "") return false;
    if (exception === "*" || isWithin(host, exception)) return true;
    const [, name = "", port] =
      /^\[?(.*?)\]?(?::(\d+))?$/.exec(isIP(exception) === 6 ? `[${exception}]` : exception) ?? [];
    if (port !== undefined && port !== serverPort) return false;
    if (isIP(name) !== 0) return name === host;
    const domain = name.replace(/^\*?\./, "");
    return host.endsWith(`.${domain}`) || (domain === name && host === domain);
  });
}

/** True for an address in a range, `10.0.0.0/8`. */
function isWithin(host: string, range: string): boolean {
  const [, address = "", length = ""] = /^([\d.]+|[\da-f:]+)\/(\d{1,3})$/.exec(range) ?? [];
  const family = isIP(address);
  if (family === 0 || isIP(host) !== family || Number(length) > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  const type = family === 4 ? "ipv4" : "ipv6";
  list.addSubnet(address, Number(length), type);
  return list.check(host, type);
}
