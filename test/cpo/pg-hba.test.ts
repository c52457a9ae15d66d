import { expect } from "chai";
import { socketAccess } from "../../src/cpo/pg-hba.ts";

/** What PostgreSQL 15 was seen to do with `psql -w -U postgres postgres` through the socket, for lists that can be read here. */
const seen: ReadonlyArray<readonly [list: readonly string[], is: "open" | "absent" | "closed", method?: string]> = [
  [["local all all trust"], "open"],
  [["local all postgres ident"], "open"],
  [["local sameuser all trust"], "open"],
  [["local samerole all trust"], "open"],
  [['local db1,postgres x,"postgres" trust'], "open"],
  [["local db1, postgres x, postgres peer"], "open"],
  [["local all +postgres trust"], "open"],
  [["local all all trust # c"], "open"],
  [["local all all scram-sha-256"], "closed", "scram-sha-256"],
  [["local all all md5"], "closed", "md5"],
  [["local all all ldap ldapserver=127.0.0.1 ldapprefix=a"], "closed", "ldap"],
  [["local all all radius radiusservers=127.0.0.1 radiussecrets=x"], "closed", "radius"],
  [["local all all reject"], "closed", "reject"],
  [["host all all 127.0.0.1/32 trust"], "absent"],
  [['local "all" all trust'], "absent"],
  [["local replication all trust"], "absent"],
  [["local all ALL trust"], "absent"],
];

/** Lists with a line that is not read: nobody can tell. */
const unknown: readonly string[] = [
  "include more.conf",
  "@more",
  "local",
  "local all all",
  "local all +admins trust",
  "local all @users trust",
  "local @databases all trust",
  "local /^p all trust",
  "local all /^p peer",
  "local all all \\\ntrust",
  'local all po"stgres" trust',
  'local all "postgres trust',
  "local all all peer map=m",
  "local all all pam",
  "locla all all md5",
];

describe("pg_hba for the socket", () => {
  for (const [list, is, method] of seen)
    it(`is ${is} for ${list.join("; ")}`, () => {
      const access = method === undefined ? { is } : { is, at: 0, method };
      expect(socketAccess(list)).to.deep.equal(access);
      expect(socketAccess([list.join("\n")])).to.deep.equal(access);
      expect(socketAccess(["", "  # local all all md5", "local app all md5", ...list])).to.deep.equal(
        method === undefined ? { is } : { is, at: 3, method },
      );
    });

  for (const line of unknown)
    it(`may be open for ${line}`, () =>
      expect(socketAccess([line, "local all all md5"])).to.deep.equal({ is: "open" }));

  it("is closed where a line that may match keeps postgres out, and a later one does", () =>
    expect(socketAccess(["local all +admins reject", "local all all md5"])).to.deep.equal({
      is: "closed",
      at: 1,
      method: "md5",
    }));
});
