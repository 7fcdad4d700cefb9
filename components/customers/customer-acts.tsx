"use client";

import type { CustomerView } from "@/lib/customers/view/customer";
import type { CustomerActions } from "./customer-actions";
import { RunAgain } from "./run-again";
import { StopRun } from "./stop-run";
import { SyncNow } from "./sync-now";

type CustomerActsProps = Pick<CustomerView, "id" | "name" | "status" | "syncStatus" | "keyProblem"> & {
  acts: Omit<CustomerActions, "resume">;
};

/** What can be done with a customer now: sync it or run its steps again, or stop what goes on. */
export function CustomerActs({ id, name, status, syncStatus, keyProblem, acts }: CustomerActsProps) {
  const isWaiting = status === "waiting";
  const goesOn = status === "running" || status === "pending" || syncStatus === "running" || isWaiting;
  const isComplete = status === "complete";
  return (
    <>
      {isComplete && !goesOn && !keyProblem ? <SyncNow customerId={id} sync={acts.sync} /> : null}
      {goesOn && !isWaiting ? null : (
        <RunAgain
          customerId={id}
          isComplete={isComplete}
          isSecond={isComplete || keyProblem !== null}
          retry={acts.retry}
        />
      )}
      {goesOn ? <StopRun customerId={id} name={name} stop={acts.stop} /> : null}
    </>
  );
}
