import { z } from "zod";
import { failureOf, type ZuoraAccess } from "./zuora-access";
import { askZuora } from "./zuora-call";

/** A task of a workflow. What it is told to do may hold passwords of the customer's, and is only in the export as a whole. */
export type FoundTask = {
  id: string;
  name: string;
  /** Zuora names kinds that no document lists: any word. */
  actionType: string;
  object: string | null;
  callType: string | null;
  priority: string | null;
  status: string | null;
  /** Where it is drawn, in pixels. */
  place: { left: number; top: number } | null;
};

/** How two tasks hang together; without `from` it is the workflow's beginning, without `to` its end. */
export type FoundLinkage = { from: string | null; to: string | null; type: string };

/** What is in a workflow. `whole` is a secret as a whole: callouts hold passwords. */
export type WorkflowExport = { tasks: FoundTask[]; linkages: FoundLinkage[]; unreadable: number; whole: string };

const id = z.union([z.int().positive(), z.string().regex(/^[1-9]\d{0,18}$/)]).transform(String);
// Null is the beginning or the end; what cannot be read is neither.
const end = id.nullish().transform(told => told ?? null);
const word = z
  .string()
  .trim()
  .max(500)
  .nullish()
  .catch(null)
  .transform(told => told || null);
const pixels = z.coerce
  .string()
  .regex(/^-?\d{1,6}(\.\d+)?(px)?$/)
  .transform(Number.parseFloat);

// What is not named is left out at once: the rest of it is in the whole, and copying it would take longer than all else.
const Task = z.object({
  id,
  name: z.string().trim().max(500).catch(""),
  action_type: z.string().trim().min(1).max(200),
  object: word,
  call_type: word,
  priority: word,
  status: word,
  css: z.object({ left: pixels, top: pixels }).nullish().catch(null),
});
const Linkage = z.object({
  source_task_id: end,
  target_task_id: end,
  linkage_type: z.string().trim().min(1).max(200),
});
const Export = z.object({
  workflow: z.object({}),
  tasks: z.array(z.unknown()),
  linkages: z.array(z.unknown()),
});

/** A larger one is no workflow that anybody drew; eight of them at once are still little. */
const mostBytes = 5 * 1024 * 1024;

/** Reads what is in a workflow, in its newest version. Throws OutboundError. */
export async function readExport(
  access: ZuoraAccess,
  workflowId: string,
  signal?: AbortSignal,
): Promise<WorkflowExport> {
  const { body, text: whole } = await askZuora(
    access,
    { path: `/workflows/${workflowId}/export`, query: { version: "latest" }, mostBytes },
    signal,
  );
  const told = Export.safeParse(body);
  if (!told.success) throw failureOf("unexpected");
  const tasks = told.data.tasks.flatMap(entry => Task.safeParse(entry).data ?? []);
  const linkages = told.data.linkages.flatMap(entry => Linkage.safeParse(entry).data ?? []);
  const known = new Set(tasks.map(task => task.id));
  const isWhole = (task: string | null) => task === null || known.has(task);
  const sound = linkages.filter(({ source_task_id: from, target_task_id: to }) => isWhole(from) && isWhole(to));
  return {
    tasks: tasks.map(({ id: taskId, name, action_type: actionType, object, call_type: callType, ...rest }) => ({
      ...{ id: taskId, name: name || actionType, actionType, object, callType },
      ...{
        priority: rest.priority,
        status: rest.status,
        place: rest.css ? { left: rest.css.left, top: rest.css.top } : null,
      },
    })),
    linkages: sound.map(({ source_task_id: from, target_task_id: to, linkage_type: type }) => ({ from, to, type })),
    unreadable: told.data.tasks.length - tasks.length + told.data.linkages.length - sound.length,
    whole,
  };
}
