import Type, { type Static } from "typebox";

const strings = Type.Record(Type.String(), Type.String());

/** What the kubelet reads of a pod. */
export const pod = Type.Object({
  metadata: Type.Object({
    name: Type.String(),
    namespace: Type.String(),
    uid: Type.String(),
    annotations: Type.Optional(strings),
    deletionTimestamp: Type.Optional(Type.String()),
    ownerReferences: Type.Optional(Type.Array(Type.Object({ kind: Type.String() }))),
  }),
  spec: Type.Object({
    nodeName: Type.Optional(Type.String()),
    containers: Type.Array(Type.Object({ name: Type.String(), image: Type.String() })),
  }),
  status: Type.Object({
    phase: Type.Optional(Type.String()),
    startTime: Type.Optional(Type.String()),
    conditions: Type.Optional(Type.Array(Type.Object({ type: Type.String(), status: Type.String() }))),
  }),
});
export type Pod = Static<typeof pod>;

export const namespace = Type.Object({
  metadata: Type.Object({ name: Type.String(), annotations: Type.Optional(strings) }),
});
export type Namespace = Static<typeof namespace>;

export const listOf = <Item extends typeof pod | typeof namespace>(item: Item) =>
  Type.Object({ items: Type.Array(item) });
