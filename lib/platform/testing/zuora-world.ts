import { transaction } from "../db";
import { type CustomerRun, clientOf, goodSecret, type Zuora } from "./customer-run";

type Wire = Record<string, unknown>;

const readWire = async (url: string, init: RequestInit): Promise<Wire> =>
  (await (await fetch(url, init)).json()) as Wire;
const listOf = (wire: Wire, key: string) => wire[key] as Wire[];
const pixels = (wire: Wire) => [wire.left, wire.top].map(told => Number.parseFloat(String(told)));

const toldTask = ({ id, name, action_type: kind, object, css }: Wire) =>
  [id, name, kind, object, ...pixels(css as Wire)].join(" ");
const toldLinkage = ({ source_task_id: from, target_task_id: to, linkage_type: type }: Wire) =>
  [from, to, type].join(" ");

const toldWorkflow = (wire: Wire, content: Wire | null) => ({
  ...{ name: wire.name, description: wire.description ?? null, isActive: wire.status === "Active" },
  ...{ version: (wire.active_version as Wire | null)?.version ?? null },
  ...{ interval: wire.interval || null, timezone: wire.timezone ?? null },
  triggers: ["ondemand", "callout", "scheduled"].filter(name => wire[`${name}Trigger`] === true),
  updatedAt: new Date(String(wire.updatedAt)).toISOString(),
  tasks: (content ? listOf(content, "tasks") : []).map(toldTask).sort(),
  linkages: (content ? listOf(content, "linkages") : []).map(toldLinkage),
});

/** A workflow as Zuora and our tables both tell of it. */
export type ToldWorkflow = ReturnType<typeof toldWorkflow>;

/** All workflows of a tenant by their ids, as Zuora tells whoever asks it without us. */
export async function worldOf(
  { url }: Pick<Zuora, "url">,
  { tenant = 1, withExports = true } = {},
): Promise<Record<string, ToldWorkflow>> {
  const form = { grant_type: "client_credentials", client_id: clientOf(tenant), client_secret: goodSecret };
  const { access_token: token } = await readWire(`${url}/oauth/token`, {
    method: "POST",
    body: new URLSearchParams(form),
  });
  const init = { headers: { authorization: `Bearer ${token}` } };
  const world: Record<string, ToldWorkflow> = {};
  for (let page = 1, isLast = false; !isLast; page++) {
    const list = await readWire(`${url}/workflows?page_length=50&page=${page}`, init);
    isLast = (list.pagination as Wire).next_page === undefined;
    for (const wire of listOf(list, "data"))
      world[String(wire.id)] = toldWorkflow(
        wire,
        withExports ? await readWire(`${url}/workflows/${wire.id}/export`, init) : null,
      );
  }
  return world;
}

/** The same as the tables of a customer have it. */
export async function keptOf({ customerId }: Pick<CustomerRun, "customerId">): Promise<Record<string, ToldWorkflow>> {
  const rows = await transaction({ customer: customerId }, tx =>
    tx.workflow.findMany({
      where: { customerId },
      include: { tasks: true, linkages: { orderBy: { position: "asc" } } },
    }),
  );
  return Object.fromEntries(
    rows.map(({ zuoraId, tasks, linkages, zuoraUpdatedAt, ...row }) => [
      zuoraId,
      {
        ...{ name: row.name, description: row.description, isActive: row.isActive, version: row.version },
        ...{ interval: row.interval, timezone: row.timezone, triggers: row.triggers },
        updatedAt: zuoraUpdatedAt?.toISOString() ?? "",
        tasks: tasks
          .map(one => [one.zuoraId, one.name, one.actionType, one.object, one.left, one.top].join(" "))
          .sort(),
        linkages: linkages.map(one => [one.fromTask, one.toTask, one.type].join(" ")),
      },
    ]),
  );
}

/** What this run, or all of them, found to be other than before, oldest first. */
export const changesOf = ({ customerId, jobId: runId }: Pick<CustomerRun, "customerId"> & { jobId?: number }) =>
  transaction({ customer: customerId }, tx =>
    tx.workflowChange.findMany({
      where: { customerId, runId },
      orderBy: { id: "asc" },
      select: { zuoraId: true, change: true, fields: true },
    }),
  );
