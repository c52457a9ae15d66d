import Type, { type Static } from "typebox";

/*
 * The parts of Kubernetes' own types that a `postgresql` carries and the operator copies into its objects. Unknown fields are let
 * through by the schema and left out when they are copied: the operator decodes into Go structs, which drop them.
 */

/** Quantities as the CRD's patterns allow them; not all of them parse, which a check finds (contract 8.4). */
export const cpuPattern = "^(\\d+m|\\d+(\\.\\d{1,3})?)$";
export const memoryPattern = "^(\\d+(e\\d+)?|\\d+(\\.\\d+)?(e\\d+)?[EPTGMK]i?)$";

/** A quantity as Kubernetes parses it, with the blanks around it that it ignores when it decodes one. */
const quantityPattern = "^\\s*[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d+)?\\s*$";

export const stringMap = Type.Record(Type.String(), Type.String());

const keySelector = Type.Object({
  name: Type.Optional(Type.String()),
  key: Type.String(),
  optional: Type.Optional(Type.Boolean()),
});

export const envVar = Type.Object({
  name: Type.String(),
  value: Type.Optional(Type.String()),
  valueFrom: Type.Optional(
    Type.Object({
      fieldRef: Type.Optional(Type.Object({ apiVersion: Type.Optional(Type.String()), fieldPath: Type.String() })),
      resourceFieldRef: Type.Optional(
        Type.Object({
          containerName: Type.Optional(Type.String()),
          resource: Type.String(),
          // Not in the CRD's schema: the operator decodes it, and marks the whole cluster invalid where it cannot (contract 8.5).
          divisor: Type.Optional(Type.Union([Type.String({ pattern: quantityPattern }), Type.Number()])),
        }),
      ),
      configMapKeyRef: Type.Optional(keySelector),
      secretKeyRef: Type.Optional(keySelector),
    }),
  ),
});
export type EnvVar = Static<typeof envVar>;

const selectorOperator = Type.Enum(["DoesNotExist", "Exists", "In", "NotIn"], {
  description: "How the label's value is compared.",
});

/** The CRD types `matchExpressions` and leaves `matchLabels` open; the operator decodes strings only. The API server prunes other fields. */
export const labelSelector = Type.Object(
  {
    matchLabels: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: "Labels that must all be there, with these values." }),
    ),
    matchExpressions: Type.Optional(
      Type.Array(
        Type.Object(
          {
            key: Type.String({ description: "Key of a label." }),
            operator: selectorOperator,
            values: Type.Optional(Type.Array(Type.String(), { description: "Values, for In and NotIn." })),
          },
          { additionalProperties: false },
        ),
        { description: "Conditions on labels that must all hold." },
      ),
    ),
  },
  { additionalProperties: false },
);

const nodeSelectorRequirement = Type.Object({
  key: Type.String(),
  operator: Type.String(),
  values: Type.Optional(Type.Array(Type.String())),
});
const nodeSelectorTerm = Type.Object({
  matchExpressions: Type.Optional(Type.Array(nodeSelectorRequirement)),
  matchFields: Type.Optional(Type.Array(nodeSelectorRequirement)),
});

export const nodeAffinity = Type.Object({
  requiredDuringSchedulingIgnoredDuringExecution: Type.Optional(
    Type.Object({ nodeSelectorTerms: Type.Array(nodeSelectorTerm) }),
  ),
  preferredDuringSchedulingIgnoredDuringExecution: Type.Optional(
    Type.Array(Type.Object({ weight: Type.Integer(), preference: nodeSelectorTerm })),
  ),
});

export const toleration = Type.Object({
  key: Type.Optional(Type.String()),
  operator: Type.Optional(Type.Enum(["Equal", "Exists"])),
  value: Type.Optional(Type.String()),
  effect: Type.Optional(Type.Enum(["NoExecute", "NoSchedule", "PreferNoSchedule"])),
  tolerationSeconds: Type.Optional(Type.Integer()),
});

/** The schema in force does not look inside; the operator decodes it into Kubernetes' type (contract 8.5). */
export const topologySpreadConstraint = Type.Object({
  maxSkew: Type.Optional(Type.Integer()),
  topologyKey: Type.Optional(Type.String()),
  whenUnsatisfiable: Type.Optional(Type.String()),
  labelSelector: Type.Optional(
    Type.Object({
      matchLabels: Type.Optional(stringMap),
      matchExpressions: Type.Optional(
        Type.Array(
          Type.Object({
            key: Type.String(),
            operator: Type.String(),
            values: Type.Optional(Type.Array(Type.String())),
          }),
        ),
      ),
    }),
  ),
  minDomains: Type.Optional(Type.Integer()),
  nodeAffinityPolicy: Type.Optional(Type.String()),
  nodeTaintsPolicy: Type.Optional(Type.String()),
  matchLabelKeys: Type.Optional(Type.Array(Type.String())),
});
