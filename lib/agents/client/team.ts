import { isRecord } from "@/lib/platform/parse-json";
import { Drift } from "./drift";
import type { Page, Place, RezenTeam, TeamMember } from "./entities";
import { Fields, UnreadableEntry } from "./fields";
import { listPages, type Part } from "./pages";
import { askRezen, failureOf, pathId, profileOf, type RezenAccess } from "./rezen-call";
import { rezenPaths } from "./rezen-paths";

const leftOut = new Set([
  "createdAt",
  "updatedAt",
  "equityPaidByRealPercent",
  "commissionDocumentPayer",
  "teamId",
  "name",
]);
const leftOutOfAgent = new Set([
  ...["fullName", "middleName", "type", "title", "accountCountry", "administrativeAreaIds", "divisions", "offices"],
  ...["licenses", "anniversaryDate", "lastAnniversaryDate", "nextAnniversaryDate", "createdAt", "updatedAt", "teamId"],
]);

/** Reads what reZEN tells of a team; the simple profile tells nothing but its members, so nobody is asked. Throws OutboundError. */
export async function readTeam(access: RezenAccess, teamId: string, signal?: AbortSignal): Promise<RezenTeam> {
  const body = profileOf(access) === "real" ? await askRezen(access, rezenPaths.team(pathId(teamId)), signal) : {};
  if (!isRecord(body)) throw failureOf("unexpected");
  const fields = new Fields(body, "team", new Drift());
  const config = fields.inside("config");
  return {
    id: teamId,
    name: fields.text("name"),
    type: fields.text("type"),
    status: fields.text("status"),
    commissionPlanId: config.text("commissionPlanId"),
    maxTeammates: config.whole("maxTeammates"),
    maxLeaders: config.whole("maxLeaders"),
    createdAt: fields.moment("createdAt"),
  };
}

/** The members of a team by pages. Throws OutboundError. */
export async function* memberPages(
  access: RezenAccess & { teamId: string; from?: Place },
  signal?: AbortSignal,
): AsyncGenerator<Page<TeamMember>, void> {
  const teamId = pathId(access.teamId);
  const isReal = profileOf(access) === "real";
  const question = isReal ? rezenPaths.team(teamId) : rezenPaths.members(teamId);
  yield* listPages(access, [{ ...members, question, isWhole: isReal }], signal);
}

/** How the members of a team are read. */
export const members: Omit<Part<TeamMember>, "question"> = {
  name: "members",
  under: ["teamMembers", "members", "agents"],
  read: memberFrom,
  idOf: member => member.id,
  leftOut,
};

// A member is an object of its own with the agent inside, or the agent itself.
function memberFrom(fields: Fields): TeamMember {
  const nested = fields.any("agent");
  const agent = isRecord(nested) ? fields.inside("agent") : fields;
  const agentId = agent.id("yentaId", "agentId", "agentYentaId") ?? agent.id("id");
  if (agentId === null) throw new UnreadableEntry("agent.id", "must be an id");
  const joined = [fields.day("joinDate"), agent.day("joinDate")];
  const member = {
    id: fields.id("id", "membershipId") ?? agentId,
    agentId,
    firstName: agent.name("firstName"),
    lastName: agent.name("lastName"),
    email: agent.text("emailAddress", "email"),
    phoneNumber: agent.text("phoneNumber", "phone"),
    avatar: agent.text("avatar", "avatarUrl"),
    agentStatus: agent.text("agentStatus"),
    roles: fields.texts("roles", "role", "name"),
    flexRoles: fields.texts("flexRoles", "role", "name"),
    memberCommissionSplit: fields.percent("memberCommissionSplit"),
    leaderSplit: fields.percent("leaderSplit"),
    realCap: fields.amount("realCap"),
    invitationStatus: fields.text("invitationStatus"),
    status: fields.text("status"),
    joinDate: joined.find(day => day !== null) ?? null,
  };
  if (agent !== fields) agent.close(leftOutOfAgent);
  return member;
}
