import { vi } from "vitest";
import { env } from "../env";
import { withConnection } from "./database";
import type { SnippetProcess } from "./snippet-process";

const key = 98;
const gate = `
  CREATE FUNCTION wait_here() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM set_config('lock_timeout', '0', true); PERFORM pg_advisory_xact_lock_shared(${key}); RETURN NEW; END $$`;
const waiting = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'";
const open = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'";

type Meanwhile = (...workers: SnippetProcess[]) => Promise<void>;

/**
 * Starts workers, and kills them when one of them writes into the log what befell this member: in the middle of its transaction. Their leases are over
 * afterwards. Once in a file.
 */
export const killAtLog = (memberId: number, start: () => SnippetProcess[], meanwhile?: Meanwhile): Promise<void> =>
  withConnection(env.databaseUrl, async client => {
    await client.query(gate);
    await client.query(
      `CREATE TRIGGER wait_here BEFORE INSERT ON activation_log FOR EACH ROW WHEN (NEW.member_id = ${memberId}) EXECUTE FUNCTION wait_here()`,
    );
    await client.query("SELECT pg_advisory_lock($1)", [key]);
    const workers = start();
    try {
      await meanwhile?.(...workers);
      await vi.waitUntil(async () => (await client.query(waiting)).rowCount, { timeout: 30_000, interval: 20 });
    } finally {
      for (const worker of workers) await worker.kill();
    }
    await client.query("SELECT pg_advisory_unlock($1)", [key]);
    await vi.waitUntil(async () => !(await client.query(open)).rowCount, { timeout: 10_000, interval: 20 });
    await client.query("UPDATE named_lock SET taken_at = now() - interval '20 s', until = now() - interval '1 s'");
  });
