import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import { countChanges, noCounts } from "@/lib/platform/flow/counts";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { writeSoundRows } from "@/lib/platform/flow/write-sound-rows";
import { readAgent } from "../../client/agent";
import type { RezenTeam, TeamMember } from "../../client/entities";
import { memberPages, readTeam } from "../../client/team";
import { noTeam } from "./explain";
import { addNotes, noNotes, toWorkerResult } from "./notes";
import { collectPages } from "./pages";
import {
  changedFields,
  type FoundChange,
  ifKept,
  type Reading,
  readingOf,
  recordChanges,
  recordWritten,
  type ToldChange,
} from "./record-changes";
import { requireKey, type SyncSetup, withKey } from "./setup";

/** The agent's team as reZEN told it last; null is not known where the first part never came through. */
const findTeam = ({ subjectId: userId }: WorkerContext) =>
  transaction({ agent: userId }, tx =>
    tx.agent.findUniqueOrThrow({ where: { userId }, select: { teamId: true, syncedAt: true } }),
  );

/** Which team the agent is in; reZEN is asked, once and not again, where nobody has told that there is none. */
async function chooseTeam(context: WorkerContext): Promise<string | null> {
  const { teamId, syncedAt } = await findTeam(context);
  if (teamId !== null || syncedAt !== null) return teamId;
  return withKey(context, async ({ access }) => {
    // The very call that the first part has just failed with: it must not open the circuit for the others.
    const { agent } = await readAgent({ ...access, retry: { retries: 0 } }, context.signal);
    return agent.teamId;
  });
}

/** Skipped for an individual. */
export const whyNoTeam = async (context: WorkerContext): Promise<string | null> =>
  (await chooseTeam(context)) === null ? noTeam() : null;

const writeTeam = (tx: Tx, userId: number, team: RezenTeam) => tx.$executeRaw`
  INSERT INTO team AS t (user_id, id, name, type, status, commission_plan_id, max_teammates, max_leaders, rezen_created_at)
  VALUES (${userId}, ${team.id}, ${team.name}, ${team.type}, ${team.status}, ${team.commissionPlanId}, ${team.maxTeammates}, ${team.maxLeaders},
    ${team.createdAt}::timestamptz)
  ON CONFLICT (user_id, id) DO UPDATE SET name = excluded.name, type = excluded.type, status = excluded.status,
    commission_plan_id = excluded.commission_plan_id, max_teammates = excluded.max_teammates, max_leaders = excluded.max_leaders,
    rezen_created_at = excluded.rezen_created_at
  WHERE t.* IS DISTINCT FROM excluded.*`;

const toRow = (userId: number, teamId: string, member: TeamMember) => ({
  user_id: userId,
  id: member.id,
  team_id: teamId,
  agent_id: member.agentId,
  first_name: member.firstName,
  last_name: member.lastName,
  email: member.email,
  phone_number: member.phoneNumber,
  avatar: member.avatar,
  agent_status: member.agentStatus,
  roles: member.roles,
  flex_roles: member.flexRoles,
  member_commission_split: member.memberCommissionSplit,
  leader_split: member.leaderSplit,
  real_cap: member.realCap?.amount ?? null,
  currency: member.realCap?.currency ?? null,
  invitation_status: member.invitationStatus,
  status: member.status,
  join_date: member.joinDate,
  left_at: null,
});

const label = Prisma.sql`coalesce(nullif(concat_ws(' ', first_name, last_name), ''), agent_id)`;
const changed = changedFields([
  ["left_at", Prisma.sql`old.left_at::date`, Prisma.sql`new.left_at::date`],
  ["roles", Prisma.sql`array_to_string(old.roles, ', ')`, Prisma.sql`array_to_string(new.roles, ', ')`],
  [
    "member_commission_split",
    Prisma.sql`trim_scale(old.member_commission_split)`,
    Prisma.sql`trim_scale(new.member_commission_split)`,
  ],
  ["leader_split", Prisma.sql`trim_scale(old.leader_split)`, Prisma.sql`trim_scale(new.leader_split)`],
  ["real_cap", Prisma.sql`old.real_cap || ' ' || old.currency`, Prisma.sql`new.real_cap || ' ' || new.currency`],
  ["status", Prisma.sql`old.status`, Prisma.sql`new.status`],
  ["agent_status", Prisma.sql`old.agent_status`, Prisma.sql`new.agent_status`],
  ["invitation_status", Prisma.sql`old.invitation_status`, Prisma.sql`new.invitation_status`],
]);

/** Writes members in one statement; one who had left comes back. */
const upsertMembers = (tx: Tx, reading: Reading, rows: readonly ReturnType<typeof toRow>[]) => tx.$queryRaw<
  ToldChange[]
>`
  INSERT INTO team_members AS t SELECT * FROM jsonb_populate_recordset(null::team_members, ${JSON.stringify(rows)}::jsonb)
  ON CONFLICT (user_id, id) DO UPDATE SET team_id = excluded.team_id, agent_id = excluded.agent_id, first_name = excluded.first_name,
    last_name = excluded.last_name, email = excluded.email, phone_number = excluded.phone_number, avatar = excluded.avatar,
    agent_status = excluded.agent_status, roles = excluded.roles, flex_roles = excluded.flex_roles,
    member_commission_split = excluded.member_commission_split, leader_split = excluded.leader_split, real_cap = excluded.real_cap,
    currency = excluded.currency, invitation_status = excluded.invitation_status, status = excluded.status, join_date = excluded.join_date,
    left_at = NULL
  WHERE t.* IS DISTINCT FROM excluded.*
  RETURNING t.id, t.xmax = 0 AS "isNew", ${ifKept(reading, label)} AS label, ${ifKept(reading, changed)} AS fields`;

async function markLeft(tx: Tx, reading: Reading, present: readonly string[]): Promise<number> {
  const left = await tx.$queryRaw<FoundChange[]>`
    UPDATE team_members SET left_at = app_now()
    WHERE user_id = ${reading.userId} AND left_at IS NULL AND id NOT IN (SELECT unnest(${[...present]}::text[]))
    RETURNING id, 'gone' AS kind, ${ifKept(reading, label)} AS label`;
  await recordChanges(tx, reading, left);
  return left.length;
}

const deleteFormer = (tx: Tx, userId: number, teamId: string) => tx.$executeRaw`
  DELETE FROM team WHERE user_id = ${userId} AND id <> ${teamId}`;

async function syncTeam(context: WorkerContext, setup: SyncSetup, teamId: string) {
  const { subjectId: userId, signal } = context;
  const { access, agentId } = setup;
  const team = await readTeam(access, teamId, signal);
  const found = await collectPages(context, setup, {
    pages: (from, pagesSignal) => memberPages({ ...access, teamId, ...(from ? { from } : {}) }, pagesSignal),
    idOf: member => member.id,
  });
  const reading = readingOf(context, "team_roster");
  let result = {};
  await context.page({ done: found.fetched }, async tx => {
    await requireKey(tx, userId, agentId);
    await writeTeam(tx, userId, { ...team, id: teamId });
    await deleteFormer(tx, userId, teamId);
    const rows = found.items.map(member => toRow(userId, teamId, member));
    const { changes, refused } = await writeSoundRows(tx, rows, async sound =>
      recordWritten(tx, reading, await upsertMembers(tx, reading, sound)),
    );
    // Who could not be read is there all the same; with a nameless one among them it may be anybody.
    const present = [...found.unreadable, ...rows.map(({ id }) => id)];
    const left = found.isWhole ? await markLeft(tx, reading, present) : 0;
    const skipped = found.fetched - rows.length + refused.length;
    const counts = { ...noCounts, fetched: found.fetched, skipped, ...countChanges(changes) };
    const notes = addNotes(found.notes, { refused: refused.map(({ id }) => id) });
    result = toWorkerResult(counts, notes, { gone: left });
  });
  return result;
}

/** Fetches the team and who is in it; who is so no more is kept with the moment at which that was found. */
export async function syncTeamRoster(context: WorkerContext): Promise<Record<string, unknown>> {
  const teamId = await chooseTeam(context);
  if (teamId === null) return toWorkerResult(noCounts, noNotes);
  return withKey(context, setup => syncTeam(context, setup, teamId));
}
