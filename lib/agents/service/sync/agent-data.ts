import { parsePhone } from "@/lib/platform/auth/phone";
import { Prisma, type Tx } from "@/lib/platform/db";
import { countChanges, noCounts } from "@/lib/platform/flow/counts";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { readAgent } from "../../client/agent";
import type { RezenAgent } from "../../client/entities";
import { addNotes, noNotes, toWorkerResult } from "./notes";
import { changedFields, ifKept, type Reading, readingOf, recordWritten, type ToldChange } from "./record-changes";
import { requireKey, withKey } from "./setup";

const regions: Record<string, string> = { UNITED_STATES: "US", CANADA: "CA" };

const toRow = (userId: number, agentId: string, agent: RezenAgent) => ({
  user_id: userId,
  id: agentId,
  first_name: agent.firstName,
  last_name: agent.lastName,
  full_name: agent.fullName,
  email: agent.email,
  phone_number: agent.phoneNumber,
  avatar: agent.avatar,
  type: agent.type,
  title: agent.title,
  status: agent.status,
  country: agent.country,
  area_ids: agent.areaIds,
  divisions: agent.divisions,
  office_name: agent.officeName,
  license_number: agent.licenseNumber,
  join_date: agent.joinDate,
  anniversary_date: agent.anniversaryDate,
  last_anniversary_date: agent.lastAnniversaryDate,
  next_anniversary_date: agent.nextAnniversaryDate,
  team_id: agent.teamId,
  rezen_created_at: agent.createdAt,
  rezen_updated_at: agent.updatedAt,
});

const label = Prisma.sql`coalesce(new.full_name, new.id)`;
const changed = changedFields([
  ["full_name", Prisma.sql`old.full_name`, Prisma.sql`new.full_name`],
  ["email", Prisma.sql`old.email`, Prisma.sql`new.email`],
  ["phone_number", Prisma.sql`old.phone_number`, Prisma.sql`new.phone_number`],
  ["title", Prisma.sql`old.title`, Prisma.sql`new.title`],
  ["status", Prisma.sql`old.status`, Prisma.sql`new.status`],
  ["office_name", Prisma.sql`old.office_name`, Prisma.sql`new.office_name`],
  ["license_number", Prisma.sql`old.license_number`, Prisma.sql`new.license_number`],
]);

/** Writes what has changed of the agent, which was made empty at sign-up; answers what that is. What reZEN does not tell of stays. */
async function writeAgent(
  tx: Tx,
  reading: Reading,
  row: ReturnType<typeof toRow>,
): Promise<{ created: number; updated: number }> {
  const written = await tx.$queryRaw<ToldChange[]>`
    WITH was AS (SELECT b AS held, user_id, synced_at IS NULL AS is_new FROM agent b WHERE user_id = ${row.user_id} FOR UPDATE)
    UPDATE agent a SET first_name = t.first_name, last_name = t.last_name, full_name = t.full_name, email = t.email,
      phone_number = t.phone_number, avatar = t.avatar, type = t.type, title = t.title, status = t.status, country = t.country,
      area_ids = t.area_ids, divisions = t.divisions, office_name = t.office_name, license_number = t.license_number, join_date = t.join_date,
      anniversary_date = t.anniversary_date, last_anniversary_date = t.last_anniversary_date, next_anniversary_date = t.next_anniversary_date,
      team_id = t.team_id, rezen_created_at = t.rezen_created_at, rezen_updated_at = t.rezen_updated_at, synced_at = app_now()
    FROM was, jsonb_populate_record(was.held, ${JSON.stringify(row)}::jsonb) t
    WHERE a.user_id = was.user_id AND (was.is_new OR to_jsonb(a) - 'synced_at' IS DISTINCT FROM to_jsonb(t) - 'synced_at')
    RETURNING a.id, was.is_new AS "isNew", ${ifKept(reading, label)} AS label, ${ifKept(reading, changed)} AS fields`;
  return countChanges(await recordWritten(tx, reading, written));
}

/** The account learns what reZEN knows of its person (sources/000, step 1). */
async function tellAccount(tx: Tx, agentId: string, agent: RezenAgent): Promise<void> {
  const parts = [agent.firstName, agent.lastName].filter(Boolean).join(" ");
  const phone = agent.phoneNumber ? parsePhone(agent.phoneNumber, regions[agent.country ?? ""] ?? "US") : null;
  await tx.$executeRaw`
    SELECT tell_agent_account(${agent.fullName ?? (parts || null)}::text, ${agent.avatar}::text, ${agentId}::text, ${agent.email}::text,
      ${phone?.e164 ?? null}::text, ${agent.teamId === null ? "Individual" : "Team"}::text)::text`;
}

// Who belongs to no team any more has no team mates.
async function leaveTeam(tx: Tx, userId: number): Promise<void> {
  await tx.$executeRaw`UPDATE team_members SET left_at = app_now() WHERE user_id = ${userId} AND left_at IS NULL`;
  await tx.$executeRaw`DELETE FROM team WHERE user_id = ${userId}`;
}

/** Fetches the agent itself: its row, and what the account takes of it, are one transaction. */
export const syncAgentData = (context: WorkerContext): Promise<Record<string, unknown>> =>
  withKey(
    context,
    async ({ access, agentId }) => {
      const { subjectId: userId, signal } = context;
      const { agent, drift } = await readAgent(access, signal);
      let written = { created: 0, updated: 0 };
      await context.page({ done: 1, total: 1 }, async tx => {
        await requireKey(tx, userId, agentId);
        written = await writeAgent(tx, readingOf(context, "agent_data"), toRow(userId, agentId, agent));
        await tellAccount(tx, agentId, agent);
        if (agent.teamId === null) await leaveTeam(tx, userId);
      });
      return toWorkerResult({ ...noCounts, fetched: 1, ...written }, addNotes(noNotes, { drift }));
    },
    { ofAgent: true },
  );
