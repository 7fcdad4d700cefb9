import { StepFailure } from "@/lib/platform/flow/failure";
import { listThresholdFaults } from "../../schema/thresholds";
import type { Thresholds } from "../../view/monitoring";

/** Throws StepFailure `alert_configuration`, which names every threshold of a customer that makes no sense with the others. */
export function requireSense(thresholds: Thresholds): void {
  const faults = listThresholdFaults(thresholds);
  if (faults.length === 0) return;
  throw new StepFailure(
    "alert_configuration",
    `The thresholds make no sense: ${faults.map(({ why }) => why).join("; ")}. Change them under “Edit”, then try again.`,
  );
}
