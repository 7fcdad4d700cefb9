import type { Tx } from "../db";

/** Something that somebody should look at: which rule, about what, and what was seen. */
export type NewAlert = { rule: string; subject: string; detail: Record<string, string | number> };

/** Opens an alert, or counts it up while one of this rule and subject is open. */
export async function raiseAlert(tx: Tx, { rule, subject, detail }: NewAlert): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO alert AS a (rule, subject, detail, opened_at, last_at)
    VALUES (${rule}, ${subject}, ${JSON.stringify(detail)}::jsonb, app_now(), app_now())
    ON CONFLICT (rule, subject) WHERE closed_at IS NULL
    DO UPDATE SET count = a.count + 1, last_at = greatest(a.last_at, app_now()), detail = excluded.detail`;
}
