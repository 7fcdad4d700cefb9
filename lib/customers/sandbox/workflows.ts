import { pick, pickNumber } from "@/lib/platform/sandbox/random";
import { tasksOf } from "./tasks";
import type { Tenant } from "./tenants";

/** An object as it goes over the wire. */
export type Wire = Record<string, unknown>;

const verbs = [
  "Invoice",
  "Renewal",
  "Dunning",
  "Payment retry",
  "Usage upload",
  "Revenue close",
  "Price uplift",
] as const;
const objects = ["nightly", "for Europe", "by region", "for resellers", "of the month", "with approval", "v2"] as const;
const zones = ["Sydney", "UTC", "Pacific Time (US & Canada)", null] as const;
const intervals = ["0 2 * * *", "*/15 * * * *", "0 6 1 * *", "", null] as const;
const dayMs = 86_400_000;
const firstMs = Date.UTC(2024, 0, 8, 6, 30);

/** The id of a workflow: the same in every tenant, since Zuora counts in each from its own beginning. */
export const workflowId = (index: number): number => 101 + index * 3;

/** A moment as Zuora writes it: after a change of its own with an offset instead of a Z. */
function momentAs(seed: string, ms: number): string {
  if (pickNumber(`zone:${seed}`, 4) > 0) return new Date(ms).toISOString();
  return new Date(ms + 8 * 3_600_000).toISOString().replace("Z", "+08:00");
}

type Told = { id: number; seed: string; name: string; description: string | null; status: string };

function told(tenant: Tenant, index: number): Told {
  const id = workflowId(index);
  const seed = `${tenant.number}:${id}`;
  return {
    ...{ id, seed, name: `${pick(`verb:${seed}`, verbs)} ${pick(`object:${seed}`, objects)} ${index + 1}` },
    description:
      pickNumber(`text:${seed}`, 3) === 0 ? null : `Runs for tenant ${tenant.number}, set up in its first week.`,
    status: pickNumber(`status:${seed}`, 5) === 0 ? "Inactive" : "Active",
  };
}

const triggersOf = (seed: string) => ({
  ondemandTrigger: pickNumber(`ondemand:${seed}`, 2) === 0,
  calloutTrigger: pickNumber(`callout:${seed}`, 3) === 0,
  scheduledTrigger: pickNumber(`scheduled:${seed}`, 2) === 0,
});

const timesOf = (seed: string) => {
  const createdMs = firstMs + pickNumber(`created:${seed}`, 600) * dayMs;
  const changedMs = createdMs + pickNumber(`changed:${seed}`, 90) * dayMs;
  return { createdAt: momentAs(`created:${seed}`, createdMs), updatedAt: momentAs(`updated:${seed}`, changedMs) };
};

/** A workflow as the list tells of it; one key is spelt as it is spelt there. */
export function workflowWire(tenant: Tenant, index: number): Wire {
  const { seed, ...own } = told(tenant, index);
  const schedule = { interval: pick(`interval:${seed}`, intervals), timezone: pick(`timezone:${seed}`, zones) };
  const version = { id: own.id, type: "Workflow::Setup", description: own.description };
  const older = {
    ...{ ...version, id: own.id + 1, version: "0.0.1", name: own.name, status: "Inactive", priority: "Medium" },
    ...{ ...schedule, ...triggersOf(seed), ...timesOf(`old:${seed}`) },
  };
  return {
    ...{ ...own, ...schedule, ...triggersOf(seed), ...timesOf(seed) },
    active_version: { ...version, version: "0.0.2", status: own.status },
    latest_inactive_verisons: pickNumber(`older:${seed}`, 2) === 0 ? [older] : [],
  };
}

/** What `export` gives: names with underscores, tasks, and how they hang together. */
export function exportWire(tenant: Tenant, index: number, taskCount: number): Wire {
  const { seed, ...own } = told(tenant, index);
  const { createdAt, ...triggers } = { ...triggersOf(seed), ...timesOf(seed) };
  const workflow = {
    ...{
      ...own,
      type: "Workflow::Setup",
      version: "0.0.2",
      call_type: "ASYNC",
      sync_trigger: false,
      priority: "Medium",
    },
    ...{ ondemand_trigger: triggers.ondemandTrigger, callout_trigger: triggers.calloutTrigger },
    ...{ scheduled_trigger: triggers.scheduledTrigger, interval: pick(`interval:${seed}`, intervals) },
    ...{ timezone: pick(`timezone:${seed}`, zones), parameters: {}, notifications: {}, data: {}, task_summary: {} },
    ...{ css: { left: "20px", top: "20px" }, delete_ttl: 60, started_at: createdAt, finished_at: null },
    original_workflow_id: null,
  };
  return { workflow, ...tasksOf(own.id, seed, taskCount) };
}
