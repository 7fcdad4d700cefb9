import type { Client as PgClient } from "pg";
import { Pool } from "undici";
import { exportContext } from "@/lib/customers/service/sync/write-exports";
import { encrypt } from "@/lib/platform/crypto";
import { withConnection } from "@/lib/platform/testing/database";

type Wire = Record<string, unknown>;
type Content = { tasks: Wire[]; linkages: Wire[] };

/** Where Zuora is, and with which token whose workflows are fetched for whom. */
export type Copied = { customerId: number; runId: number; zuora: URL; token: string };

const atOnce = 8;

/** Every workflow of the list, page after page, and then what is in each, eight calls in flight. */
async function fetchAll(
  pool: Pool,
  { zuora, token }: Copied,
): Promise<{ listed: Wire[]; contents: Map<string, Content> }> {
  const read = async (path: string) => {
    const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
    return (
      await pool.request({ method: "GET", path: `${zuora.pathname}${path}`, headers })
    ).body.json() as Promise<Wire>;
  };
  const listed: Wire[] = [];
  for (let page = 1; ; page++) {
    const told = await read(`/workflows?page=${page}&page_length=50`);
    listed.push(...(told.data as Wire[]));
    if (!(told.pagination as Wire).next_page) break;
  }
  const contents = new Map<string, Content>();
  const waiting = [...listed];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      contents.set(String(next.id), (await read(`/workflows/${next.id}/export?version=latest`)) as Content);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { listed, contents };
}

const triggers = ["ondemand", "callout", "scheduled"] as const;
const toRow = (wire: Wire) => ({
  ...{ zuora_id: String(wire.id), name: wire.name, description: wire.description },
  ...{ is_active: wire.status === "Active", version: (wire.active_version as Wire).version },
  ...{ interval: wire.interval || null, timezone: wire.timezone },
  triggers: triggers.filter(name => wire[`${name}Trigger`]),
  ...{ zuora_created_at: wire.createdAt, zuora_updated_at: wire.updatedAt },
});
const toTask = (workflow_id: number, { id, name, action_type, object, call_type, priority, status, css }: Wire) => {
  const [left, top] = [(css as Wire).left, (css as Wire).top].map(pixels => Number.parseFloat(String(pixels)));
  return { workflow_id, zuora_id: String(id), name, action_type, object, call_type, priority, status, left, top };
};
const textOf = (id: unknown) => (id === null ? null : String(id));
const toLinkage = (workflow_id: number, { source_task_id, target_task_id, linkage_type }: Wire, position: number) => ({
  ...{ workflow_id, position, from_task: textOf(source_task_id), to_task: textOf(target_task_id), type: linkage_type },
});

/** One set-based statement for a table, of rows that name its columns. */
const insert = (client: PgClient, table: string, customerId: number, rows: readonly object[]) => {
  const columns = Object.keys(rows[0] ?? {})
    .map(name => `"${name}"`)
    .join(", ");
  return client.query(
    `INSERT INTO ${table} (customer_id, ${columns}) SELECT $1, ${columns} FROM jsonb_populate_recordset(null::${table}, $2::jsonb)`,
    [customerId, JSON.stringify(rows)],
  );
};

/**
 * Fetches a customer's workflows over kept connections, eight at once, and writes all of them in one transaction of a statement for each table; no progress,
 * nothing to resume, no entry that may be strange, nothing compared: in seconds.
 */
export async function copyWorkflows(databaseUrl: string, copied: Copied): Promise<number> {
  const { customerId, runId, zuora } = copied;
  const pool = new Pool(zuora.origin, { connections: atOnce, pipelining: 1 });
  try {
    return await withConnection(databaseUrl, async client => {
      await client.query("SET ROLE gangway_system");
      const began = performance.now();
      const { listed, contents } = await fetchAll(pool, copied);
      await client.query("BEGIN");
      const now = new Date().toISOString();
      const own = {
        seen_run_id: runId,
        is_export_due: false,
        unreadable: 0,
        first_seen_at: now,
        changed_at: now,
        synced_at: now,
      };
      const rows = listed.map(wire => ({ ...toRow(wire), ...own, export_digest: "", exported_at: now }));
      await insert(
        client,
        '"workflow"',
        customerId,
        rows.map((row, at) => ({ id: customerId * 1_000 + at, ...row })),
      );
      const held = listed.flatMap((wire, at) => {
        const content = contents.get(String(wire.id));
        return content ? [{ id: customerId * 1_000 + at, content }] : [];
      });
      const sealed = held.map(({ id, content }) => ({
        ...{ workflow_id: id, content: encrypt(JSON.stringify(content), exportContext(id)) },
      }));
      await insert(client, "workflow_export", customerId, sealed);
      await insert(
        client,
        "workflow_task",
        customerId,
        held.flatMap(({ id, content }) => content.tasks.map(task => toTask(id, task))),
      );
      const linkages = held.flatMap(({ id, content }) => content.linkages.map((one, at) => toLinkage(id, one, at)));
      await insert(client, "workflow_linkage", customerId, linkages);
      await client.query("COMMIT");
      return (performance.now() - began) / 1000;
    });
  } finally {
    await pool.close();
  }
}
