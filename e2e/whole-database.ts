import type pg from "pg";

/** What reading may write: all rows of a table, those of a condition, or some columns. */
const mayChange: Record<string, string[] | "all" | { rows: string }> = {
  alert_rule: ["evaluated_at", "streaks"], // without a worker the web server looks whether all is well
  step_event: { rows: "event = 'seen'" }, // who has which step of a wizard before them
  audit_entry: "all", // who looked at whom
  audit_head: "all", // which of them is the newest
  audit_walk: "all", // how far that was walked
  session: ["last_seen_at", "expires_at"],
  chore: "all", // what is done by time, by the web server too where there is no worker
  chore_pass: "all", // and how long that took
  monthly_report: "all", // what the month before came to
  onboarding_moved: "all", // which onboardings are still to be summed up
  onboarding_summary: "all", // which comes a moment after they moved; they themselves are compared
  measure_window: "all", // how long it took
  rate_bucket: "all", // how often somebody asked
};

/** Every table of ours and of the queue, each as one text: count and hash of its rows without what may change. */
export async function everything(database: pg.Client): Promise<Record<string, string>> {
  const { rows: tables } = await database.query<{ name: string; table: string; guarded: boolean }>(
    `SELECT relname AS name, oid::regclass::text AS table, relrowsecurity AS guarded FROM pg_class
     WHERE relkind IN ('r', 'p') AND (relnamespace = 'public'::regnamespace OR (relnamespace = 'pgboss'::regnamespace AND relname LIKE 'job%'))
     ORDER BY 2`,
  );
  const found: Record<string, string> = {};
  for (const { name, table, guarded } of tables) {
    const given = mayChange[name];
    if (given === "all") continue;
    const [columns, rows] = given && "rows" in given ? [[], given.rows] : [given ?? [], "false"];
    // Row-level security hides everything from the owner too.
    await database.query(guarded ? "SET ROLE gangway_system" : "RESET ROLE");
    const { rows: all } = await database.query<{ text: string }>(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(row, '\n' ORDER BY row)), '') AS text
       FROM (SELECT (to_jsonb(t) - $1::text[])::text AS row FROM ${table} t WHERE NOT (${rows})) r`,
      [columns],
    );
    found[table] = all[0]?.text ?? "";
  }
  await database.query("RESET ROLE");
  return found;
}
