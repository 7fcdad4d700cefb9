import { flow, step } from "@/lib/platform/flow/step";
import { setUpAccess } from "./service/access/set-up-access";
import { customerQueue } from "./service/customer-queue";
import { setUpMonitoring } from "./service/monitoring/set-up-monitoring";
import { proveClient } from "./service/prove-client";
import { recordCustomer } from "./service/record-customer";
import { tellRunEnd } from "./service/run-end";
import { syncWorkflows } from "./service/sync/workflows";

// Long enough that a tenant of some hundred workflows is through in one; short enough that who has just come need not wonder.
const sliceSeconds = 20;

/** A customer's way aboard (sources/002): each step needs the one before it, so one that fails or waits holds up those after it. */
export const customerOnboarding = flow(
  "customer",
  [
    step({
      id: "set_up",
      title: "Set-up",
      parts: [
        { id: "customer_record", title: "Customer record", run: recordCustomer },
        { id: "credential_validation", title: "Credential validation", run: proveClient },
        { id: "workflow_sync", title: "Workflow sync", run: syncWorkflows },
        { id: "user_access", title: "User access", run: setUpAccess },
        { id: "monitoring", title: "Monitoring", run: setUpMonitoring },
      ],
    }),
  ],
  { ...customerQueue, onFailure: "stop", sliceSeconds, onRunEnd: tellRunEnd },
);
