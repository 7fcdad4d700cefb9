import { pick, pickNumber } from "@/lib/platform/sandbox/random";

type Wire = Record<string, unknown>;

const kinds = ["Query", "Callout", "If", "Export", "Email", "Update", "Iterate", "Delay", "Approval"] as const;
const things = ["Account", "Invoice", "Subscription", "Payment", null] as const;

/** What a customer's callout may hold: a password of theirs. It must never be seen in clear anywhere. */
export const passwordOf = (taskId: number): string => `callout-password-${taskId}`;

const calloutOf = (id: number) => ({
  ...{ url: `https://erp.example.com/hooks/${id}`, method: "POST", headers: [{ key: "X-Source", value: "zuora" }] },
  ...{ body_type: "raw", raw_body: '{"id": "{{Data.Invoice.Id}}"}', retry_rules: { retries: 3 } },
  authorization: { type: "basic", username: "zuora", password: passwordOf(id) },
  validation: { status_codes: ["200", "204"] },
});

function taskWire(workflowId: number, seed: string, at: number): Wire {
  const id = workflowId * 1_000 + at;
  // A workflow asks for something first; what then happens with it differs.
  const kind = at === 0 ? "Query" : pick(`kind:${seed}:${at}`, kinds);
  return {
    ...{
      id,
      name: `${kind} ${at + 1}`,
      action_type: kind,
      object: pick(`object:${seed}:${at}`, things),
      object_id: null,
    },
    ...{
      object_batched_reference: null,
      iterate_row_reference: null,
      call_type: "SOAP",
      task_id: null,
      process_id: null,
    },
    parameters: kind === "Callout" ? calloutOf(id) : {},
    ...{ priority: "Medium", status: "Queued", tags: at % 4 === 0 ? ["finance"] : [], assignment: [] },
    concurrent_limit: 9_999_999,
    css: { left: `${120 + (at % 4) * 180}px`, top: `${60 + Math.floor(at / 4) * 120}px` },
    ...{
      error: null,
      error_class: null,
      error_details: null,
      original_task_id: null,
      original_workflow_id: workflowId,
    },
  };
}

/** Each task follows an earlier one; an If has two that follow it, by what it found. */
function linkagesOf(workflowId: number, seed: string, tasks: readonly Wire[]): Wire[] {
  const start = {
    source_workflow_id: workflowId,
    source_task_id: null,
    target_task_id: tasks[0]?.id,
    linkage_type: "Start",
  };
  const rest = tasks.slice(1).map((task, index) => {
    const before = tasks[Math.max(0, index - pickNumber(`before:${seed}:${index}`, 2))] ?? task;
    const outcomes =
      before.action_type === "If" ? (["True", "False"] as const) : (["Success", "Success", "Failure"] as const);
    return {
      ...{ source_workflow_id: null, source_task_id: before.id, target_task_id: task.id },
      linkage_type: pick(`linkage:${seed}:${index}`, outcomes),
    };
  });
  return tasks.length === 0 ? [] : [start, ...rest];
}

/** The tasks of a workflow and how they hang together. */
export function tasksOf(workflowId: number, seed: string, count: number): { tasks: Wire[]; linkages: Wire[] } {
  const tasks = Array.from({ length: count }, (_, at) => taskWire(workflowId, seed, at));
  return { tasks, linkages: linkagesOf(workflowId, seed, tasks) };
}
