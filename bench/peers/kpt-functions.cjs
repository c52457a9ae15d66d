// A function built on the kpt-functions SDK. It passes the list through; given a file of objects, it adds those of each cluster's storage.
const { readFileSync } = require("node:fs");
const { run } = require("kpt-functions");
const [file] = process.argv.splice(2); // the SDK would not understand it
const objects = file === undefined ? undefined : JSON.parse(readFileSync(file, "utf8"));

const ofCluster = ({ metadata: { name, namespace }, spec }) =>
  objects[spec.backup.pgbackrest.repos[0].storage].map((object, at) => {
    const added = structuredClone(object);
    Object.assign(added.metadata, { name: `${name}-object-${at}`, namespace });
    added.metadata.labels["cluster.cpo.opensource.cybertec.at/name"] = name;
    const path = `${namespace}/${name}-pgbackrest.yaml`;
    added.metadata.annotations = {
      "config.kubernetes.io/path": path,
      "config.kubernetes.io/index": String(at),
      "internal.config.kubernetes.io/path": path,
      "internal.config.kubernetes.io/index": String(at),
    };
    return added;
  });

const fn = async (configs) => {
  if (objects === undefined) return;
  const clusters = configs.getAll().filter(({ kind }) => kind === "postgresql");
  configs.insert(...clusters.flatMap(ofCluster)); // all at once: inserting them one by one would be quadratic
};
fn.usage = "bench";
run(fn);
