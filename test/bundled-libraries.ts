/** The libraries whose code is in the program, with their licences. One more is a decision: it is shipped, and audited. */
export const bundledLibraries: ReadonlyArray<readonly [name: string, license: string]> = [
  // The client of Kubernetes, which `status` alone loads, and what it is made of.
  ["@kubernetes/client-node", "Apache-2.0"],
  ["agent-base", "MIT"],
  ["debug", "MIT"],
  // Unified diffs, for the command of that name.
  ["diff", "BSD-3-Clause"],
  ["has-flag", "MIT"],
  ["hpagent", "MIT"],
  ["ip-address", "MIT"],
  ["isomorphic-ws", "MIT"],
  ["jose", "MIT"],
  ["js-yaml", "MIT"],
  ["jsonpath-plus", "MIT"],
  ["ms", "MIT"],
  ["oauth4webapi", "MIT"],
  ["openid-client", "MIT"],
  ["rfc4648", "MIT"],
  ["smart-buffer", "MIT"],
  ["socks", "MIT"],
  ["socks-proxy-agent", "MIT"],
  ["supports-color", "MIT"],
  ["typebox", "MIT"],
  ["undici", "MIT"],
  ["ws", "MIT"],
  ["yaml", "ISC"],
];
