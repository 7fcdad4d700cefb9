import type { Tx } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { OwnWorkflowSearch } from "../schema/own-search";
import type { LinkageView, TaskView, WorkflowDetail } from "../view/access";
import type { ChangePage } from "../view/change";
import type { WorkflowPage } from "../view/workflow";
import { readChanges } from "./changes";
import { type CustomerReader, withRight } from "./standing";
import { readWorkflow, readWorkflows } from "./workflows";

/** The workflows of the reader's customer that a search means, by name. Throws `not_found` for who may not see them. */
export const listOwnWorkflows = (reader: CustomerReader, search: Partial<OwnWorkflowSearch>): Promise<WorkflowPage> =>
  withRight(reader, "workflows.read", tx => readWorkflows(tx, reader.customerId, search));

// As Zuora draws them: from the top down, and those without a place last.
const readTasks = (tx: Tx, id: number): Promise<TaskView[]> =>
  tx.$queryRaw<TaskView[]>`
    SELECT zuora_id AS id, name, action_type AS "actionType", object, call_type AS "callType", priority, status, "left", top
    FROM workflow_task WHERE workflow_id = ${id} ORDER BY top, "left", zuora_id`;

const readLinkages = (tx: Tx, id: number): Promise<LinkageView[]> =>
  tx.$queryRaw<LinkageView[]>`
    SELECT from_task AS "from", to_task AS "to", type FROM workflow_linkage WHERE workflow_id = ${id} ORDER BY position`;

/** One workflow of the reader's customer with what is in it. Throws `not_found`, also for who may not see it. */
export const getOwnWorkflow = (reader: CustomerReader, id: number): Promise<WorkflowDetail> =>
  withRight(reader, "workflows.read", async tx => {
    const found = await readWorkflow(tx, reader.customerId, id);
    if (!found) throw new AppError("not_found");
    const hasExport = (await tx.workflowExport.count({ where: { workflowId: id } })) > 0;
    return { ...found, hasExport, parts: await readTasks(tx, id), linkages: await readLinkages(tx, id) };
  });

/** What syncs of the reader's customer found to be other than before, newest first. Throws `not_found` for who may not see it. */
export const listOwnChanges = (
  reader: CustomerReader,
  wanted: { cursor?: string; limit?: number },
): Promise<ChangePage> => withRight(reader, "changes.read", tx => readChanges(tx, reader.customerId, wanted));
