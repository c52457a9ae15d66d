/** From where on something is a problem. Times are seconds. */
export interface StatusLimits {
  readonly certificateWarningDays: number;
  readonly certificateCriticalDays: number;
  /** How long after its minute a backup may begin, at most; it is less where the next run is near. */
  readonly startGraceSeconds: number;
  /** How far clocks may be apart: this machine's, the control plane's, the database's. */
  readonly clockSkewSeconds: number;
  /** How long a new cluster may take until its objects and its stanza are there. */
  readonly setupSeconds: number;
  /** How long a Job may wait for its pod to start. */
  readonly podStartSeconds: number;
  /** How long a backup may run, whatever its schedule. */
  readonly longRunSeconds: number;
  readonly waitingFilesWarning: number;
  readonly waitingFilesCritical: number;
}

/** The limits, where the user gives no others. */
export const defaultLimits: StatusLimits = {
  certificateWarningDays: 30,
  certificateCriticalDays: 7,
  startGraceSeconds: 15 * 60,
  clockSkewSeconds: 5 * 60,
  setupSeconds: 30 * 60,
  podStartSeconds: 10 * 60,
  longRunSeconds: 24 * 3600,
  waitingFilesWarning: 10,
  waitingFilesCritical: 100,
};
