import { render } from "/work/main/test/e2e/harness/rendered.ts";
import { startCluster } from "/work/main/test/e2e/harness/cluster.ts";
import { archive, query } from "/work/main/test/e2e/harness/database.ts";
const t0 = performance.now(); const t = (s: string) => console.log(((performance.now()-t0)/1000).toFixed(2), s);
const r = render("pvc"); t("rendered");
const c = await startCluster(r, { hosts: {}, certificate: "" }); t("pods");
try { await c.launch(); t("launched");
await query(c.database(), "create table item(id int, text text)"); await archive(c.database()); t("archived");
for (const j of r.cronJobs) { const o = await c.runJob(j); t(j.metadata!.name + " " + o.status); if (o.status) console.log(o.output); }
console.log((await c.keeper().exec(["pgbackrest","--stanza=db","info"])).output);
const o = await c.restore([], {emptied: true}); t("restored " + o.status); console.log(await query(c.database(), "select count(*) from item"));
} catch (e) { console.log(e); } 
console.log(c.logs().slice(-3000)); await c.stop(); t("stopped");
