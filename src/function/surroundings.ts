import type { JsonObject } from "../json/json-value.ts";
import { headOf, namesOf } from "../krm/resource.ts";
import type { Item } from "./item.ts";
import { isOf, readKinds } from "./kinds.ts";
import { deploymentKind } from "./operator-deployments.ts";
import type { Input } from "./read.ts";
import { madeSecrets } from "./secret-makers.ts";

/** What a Kubernetes cluster has beside the input, as resources without what the API server records in them. */
export interface Surroundings {
  /** The configuration that the operator reads, as OperatorConfiguration or ConfigMap, and its Deployments. They count where the input has none. */
  readonly operator: readonly JsonObject[];
  /** By `namespace/name`: what there is in place of a Secret of the input, or of what makes it; undefined leaves it out. */
  readonly secrets: ReadonlyMap<string, JsonObject | undefined>;
  /** The namespace of resources that name none. */
  readonly namespace: string;
}

/** The input with what a Kubernetes cluster has. What the input had of Secrets is kept beside it. */
export function surrounded(input: Input, { operator, secrets, namespace }: Surroundings): Input {
  const { resources } = input;
  const items = operator.map((value) => itemOf(input, value));
  const isReplaced = (name: string, of: string) => secrets.has(`${of === "" ? namespace : of}/${name}`);
  // What is made without a namespace may be made in any.
  const replaced = new Set([...secrets.keys()].map((key) => key.slice(key.indexOf("/") + 1)));
  const living = [...secrets.values()].flatMap((value) => (value === undefined ? [] : [itemOf(input, value)]));
  const isOwn = ({ head }: Item) => head.namespace === namespace;
  return {
    ...input,
    livingOperator: {
      configurations: items.filter(
        ({ head }) => isOf(readKinds.operatorConfiguration, head) || isOf(readKinds.configMap, head),
      ),
      deployments: items.filter(({ head }) => head.kind === deploymentKind),
    },
    writtenSecrets: { secrets: resources.secrets, secretMakers: resources.secretMakers },
    resources: {
      ...resources,
      // To a cluster that names no namespace, the first of a name counts.
      secrets: [
        ...living.filter(isOwn),
        ...living.filter((item) => !isOwn(item)),
        ...resources.secrets.filter(({ head }) => !namesOf(head).some((name) => isReplaced(name, head.namespace))),
      ],
      secretMakers: resources.secretMakers.filter(
        (item) =>
          !madeSecrets(item).some((made) =>
            made.names.some((name) => (made.namespace === "" ? replaced.has(name) : isReplaced(name, made.namespace))),
          ),
      ),
    },
  };
}

/** An item behind all that the list has. */
const itemOf = ({ list }: Pick<Input, "list">, value: JsonObject): Item => ({
  index: list.itemCount,
  head: headOf(value),
  value,
  member: false,
});
