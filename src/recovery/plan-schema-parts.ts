import Type from "typebox";

/* Parts that the schema of plans has in many places. */

export const closed = { additionalProperties: false } as const;
export const count = (description: string) => Type.Integer({ minimum: 0, description });
export const seconds = (description: string) =>
  Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], { description });
export const moment = (description: string) => Type.String({ format: "date-time", description });

export const backupType = Type.Enum(["full", "diff", "incr"]);
