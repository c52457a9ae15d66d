// Functions on the kpt-functions SDK: pass-through, and with `append` one that adds objects of the size of ours.
const { run } = require("kpt-functions");
const append = process.argv.includes("append");
if (append) process.argv.splice(process.argv.indexOf("append"), 1);

const job = (name, namespace, at) => ({
  apiVersion: "batch/v1",
  kind: "CronJob",
  metadata: { name: `${name}-${at}`, namespace, labels: { a: "b", c: "d", e: "f" } },
  spec: {
    schedule: "30 2 * * *",
    jobTemplate: {
      spec: {
        template: {
          spec: {
            restartPolicy: "Never",
            containers: [
              {
                name: "x",
                image: "example/x",
                env: Array.from({ length: 12 }, (_, index) => ({
                  name: `VARIABLE_${index}`,
                  value: "some text of usual length, for the size",
                })),
              },
            ],
          },
        },
      },
    },
  },
});

const fn = async (configs) => {
  if (!append) return;
  const clusters = configs.getAll().filter(({ kind }) => kind === "postgresql");
  configs.insert(
    ...clusters.flatMap(({ metadata: { name, namespace } }) => [0, 1, 2].map((at) => job(name, namespace, at))),
  );
};
fn.usage = "bench";
run(fn);
