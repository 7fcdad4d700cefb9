/** What of a configuration says when people are alerted, and planned syncs pause. */
export type ThresholdChoice = {
  syncEveryMinutes: number;
  alertAfterMinutes: number;
  alertAfterFailures: number;
  pauseAfterFailures: number;
};

/** A threshold that makes no sense with the others: beside which field, and in words. */
export type ThresholdFault = {
  field: "alertAfterMinutes" | "pauseAfterFailures";
  message: "alertBeforeSync" | "pauseBeforeAlert";
  why: string;
};

/** Minutes without a sync before the admins are told, where nobody says otherwise and syncs are frequent. */
export const usualPatience = 180;

/** The same by how often there is a sync: two may be missed, and at least three hours pass. */
export const patienceFor = (syncEveryMinutes: number): number => Math.max(usualPatience, 2 * syncEveryMinutes);

/** Every threshold that makes no sense with the others. */
export function listThresholdFaults(thresholds: ThresholdChoice): ThresholdFault[] {
  const { syncEveryMinutes, alertAfterMinutes, alertAfterFailures, pauseAfterFailures } = thresholds;
  const faults: ThresholdFault[] = [];
  if (syncEveryMinutes > 0 && alertAfterMinutes < syncEveryMinutes)
    faults.push({
      ...{ field: "alertAfterMinutes", message: "alertBeforeSync" },
      why: `it is synced every ${syncEveryMinutes} minutes, and an alert after ${alertAfterMinutes} minutes without a sync would come no sooner than the next sync is due`,
    });
  if (pauseAfterFailures <= alertAfterFailures)
    faults.push({
      ...{ field: "pauseAfterFailures", message: "pauseBeforeAlert" },
      why: `planned syncs would pause after ${pauseAfterFailures} failures, before or as the alert after ${alertAfterFailures} comes`,
    });
  return faults;
}
