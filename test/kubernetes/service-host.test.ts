import { expect } from "chai";
import { serviceHost } from "../../src/kubernetes/service-host.ts";

/* The names by which a pod in the namespace `pg` may call the Service `minio` of the namespace `pg`, and names of something else. */

describe("a host", () => {
  for (const host of ["minio", "minio.pg", "minio.pg.svc", "minio.pg.svc.k8s.example.com"])
    it(`is the Service minio: ${host}`, () =>
      expect(serviceHost(host, "pg", "K8s.Example.com")).to.equal("minio.pg.svc"));

  for (const host of [
    "minio.other",
    "minio.other.svc",
    "minio.pg.svc.cluster.local",
    "minio.pg.example.com",
    "pod-0.minio.pg.svc",
    "10.0.0.5",
    "[fd00::5]",
    "",
  ])
    it(`is another one: ${host}`, () =>
      expect(serviceHost(host, "pg", "k8s.example.com")).to.not.equal("minio.pg.svc"));

  it("without a domain is what it is where no namespace is known", () =>
    expect(serviceHost("minio", "", "cluster.local")).to.equal("minio"));
});
