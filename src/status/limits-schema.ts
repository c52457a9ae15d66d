import Type from "typebox";

const count = (description: string) => Type.Integer({ minimum: 0, description });
const seconds = count;

/** The limits as the report has them; `limits.ts` says what they are. */
export const limits = Type.Object(
  {
    certificateWarningSeconds: seconds("A certificate that ends within so long is a warning."),
    certificateCriticalSeconds: seconds("One that ends within so long is critical."),
    waitingFilesWarning: count("So many WAL files that wait are a warning."),
    waitingFilesCritical: count("So many are critical."),
    startGraceSeconds: seconds("How late a backup may begin, at most; less where the next run is near."),
    longRunSeconds: seconds("A backup that runs for longer is a warning, whatever its schedule."),
    podStartSeconds: seconds("How long the pod of a backup may take to start."),
    setupSeconds: seconds("How long a new cluster may take until its objects are there."),
    clockSkewSeconds: seconds("How far clocks may be apart."),
  },
  { additionalProperties: false, description: "By what was judged." },
);
