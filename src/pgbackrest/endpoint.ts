import { remembered } from "../text/memo.ts";

/** Where an object store answers, as an endpoint says it. */
export interface Endpoint {
  /** Lower case, without protocol, port and the dot at the end that DNS allows. */
  readonly host: string;
  /** Empty for the port of HTTPS. */
  readonly port: string;
}

/** Reads an endpoint as pgBackRest does: a host name, perhaps with a protocol before it and a port after it. A fleet has few of them. */
export const endpointOf = remembered(readEndpoint);

function readEndpoint(text: string): Endpoint {
  const given = text.trim().toLowerCase();
  const [address = ""] = (given.includes("://") ? given.replace(/^[a-z][a-z0-9+.-]*:\/\//, "") : given).split("/");
  const parts = address.includes(":") ? /^(\[[^\]]*\]|[^:]*)(?::([^:]*))?$/.exec(address) : undefined;
  const [, host = address, port = ""] = parts ?? [];
  return { host: host.endsWith(".") ? host.slice(0, -1) : host, port: port === "443" ? "" : port };
}

/** True for an IP address, of either version. */
export const isAddress = (host: string) => /^\d+(\.\d+){3}$/.test(host) || host.includes(":");

/** True for a host of Amazon's S3, in whatever form: global, of a region, dual-stack, with a bucket before it. */
export function isAmazon(host: string): boolean {
  const domain = host.endsWith(".cn") ? host.slice(0, -".cn".length) : host;
  return domain === "amazonaws.com" || domain.endsWith(".amazonaws.com");
}

/**
 * The region in a host of Amazon's S3, such as `eu-west-1` in `s3.dualstack.eu-west-1.amazonaws.com`; undefined for every other host, and for
 * the global one, which leads to a bucket's own region.
 */
export function amazonRegionOf(host: string): string | undefined {
  if (!isAmazon(host)) return undefined;
  // Most hosts are of this form, and the expression for all of them is dear to make.
  const usual = /^s3\.([a-z]{2}(?:-[a-z]+)+-\d+)\.amazonaws\.com$/.exec(host);
  return (usual ?? anyAmazonRegion.exec(host))?.[1];
}

const anyAmazonRegion =
  /(?:^|[.-])s3(?:-fips)?(?:\.dualstack)?[.-]([a-z]{2}(?:-[a-z]+)+-\d+)(?:\.vpce)?\.amazonaws\.com(?:\.cn)?$/;

/** True for a host of Azure's Blob Storage, public or of a sovereign cloud, with or without an account before it. */
export const isAzure = (host: string) => /(^|\.)blob\.core\.[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host);
