import type { WorkerContext } from "@/lib/platform/flow/step";
import { workflowPages } from "../../client/workflows";
import { withClient } from "../with-client";

/** Reads a customer's workflows (sources/002, step 3). */
export const syncWorkflows = (context: WorkerContext): Promise<Record<string, unknown>> =>
  withClient(context, async ({ access }) => {
    let listed = 0;
    for await (const { items } of workflowPages(access, 1, context.signal)) listed += items.length;
    return { listed };
  });
