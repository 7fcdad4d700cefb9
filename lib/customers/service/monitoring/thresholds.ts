import { StepFailure } from "@/lib/platform/flow/failure";
import type { Thresholds } from "../../view/monitoring";

const faultsOf = ({ syncEveryMinutes, alertAfterMinutes, alertAfterFailures, pauseAfterFailures }: Thresholds) => [
  ...(syncEveryMinutes > 0 && alertAfterMinutes < syncEveryMinutes
    ? [
        `it is synced every ${syncEveryMinutes} minutes, and an alert after ${alertAfterMinutes} minutes without a sync would never be over`,
      ]
    : []),
  ...(pauseAfterFailures <= alertAfterFailures
    ? [
        `planned syncs would pause after ${pauseAfterFailures} failures, before or as the alert after ${alertAfterFailures} comes`,
      ]
    : []),
];

/** Throws StepFailure `alert_configuration`, which names every threshold of a customer that makes no sense with the others. */
export function requireSense(thresholds: Thresholds): void {
  const faults = faultsOf(thresholds);
  if (faults.length === 0) return;
  throw new StepFailure(
    "alert_configuration",
    `The thresholds make no sense: ${faults.join("; ")}. Change them under “Edit”, then try again.`,
  );
}
