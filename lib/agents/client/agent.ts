import { isRecord } from "@/lib/platform/parse-json";
import { Drift } from "./drift";
import type { RezenAgent } from "./entities";
import { Fields, UnreadableEntry } from "./fields";
import { agentOf, askRezen, failureOf, type RezenAccess } from "./rezen-call";
import { rezenPaths } from "./rezen-paths";

// Known, and of no use to us: what it is about is read elsewhere, or is nobody's business here.
const leftOut = new Set([
  ...["middleName", "suffix", "birthDate", "address", "addresses", "emails", "phones", "displayId", "slug", "username"],
  ...[
    "accountId",
    "active",
    "loggedIn",
    "languages",
    "social",
    "externalIds",
    "mlsIds",
    "boards",
    "sponsor",
    "sponsors",
  ],
  ...["capInfo", "cap", "sizeOfNetwork", "backgroundColor", "freshworksContactId", "onboarding", "taxInfo"],
]);
const leftOutOfTeam = new Set(["name", "type", "status", "createdAt", "roles", "config"]);
const leftOutOfOffice = new Set([
  ...[
    "id",
    "name",
    "number",
    "address",
    "type",
    "status",
    "administrativeArea",
    "administrativeAreaId",
    "phoneNumber",
    "currency",
  ],
  ...["country", "state", "expirationDate", "active", "board", "createdAt", "updatedAt", "issuedAt", "verified"],
]);

/** Reads the agent of an access; throws OutboundError, `unexpected` when the answer tells of no agent or of another one. */
export async function readAgent(
  access: RezenAccess,
  signal?: AbortSignal,
): Promise<{ agent: RezenAgent; drift: string[] }> {
  const id = agentOf(access);
  const read = readAgentBody(await askRezen(access, rezenPaths.agent(id), signal));
  if (read.agent.id.toLowerCase() !== id.toLowerCase()) throw failureOf("unexpected");
  return read;
}

/** Reads the body of an agent; throws OutboundError `unexpected` when it tells of none. */
export function readAgentBody(body: unknown): { agent: RezenAgent; drift: string[] } {
  const drift = new Drift();
  if (!isRecord(body)) throw failureOf("unexpected");
  const fields = new Fields(body, "agent", drift);
  try {
    const agent = agentFrom(fields);
    fields.close(leftOut);
    return { agent, drift: drift.list() };
  } catch (failure) {
    throw failure instanceof UnreadableEntry ? failureOf("unexpected") : failure;
  }
}

function agentFrom(fields: Fields): RezenAgent {
  const firstName = fields.name("firstName");
  const lastName = fields.name("lastName");
  const joined = [firstName, lastName].filter(Boolean).join(" ");
  return {
    id: fields.requiredId("id", "yentaId", "uuid"),
    firstName,
    lastName,
    fullName: fields.name("fullName", "name") ?? (joined || null),
    email: fields.text("emailAddress", "email"),
    phoneNumber: fields.text("phoneNumber", "phone"),
    avatar: fields.text("avatar", "avatarUrl"),
    type: fields.text("type"),
    title: fields.text("title"),
    status: fields.text("agentStatus", "status"),
    country: fields.text("accountCountry", "country"),
    areaIds: fields.texts("administrativeAreaIds", "id"),
    divisions: fields.texts("divisions", "name", "id"),
    officeName: firstOf(fields, "offices", "name"),
    licenseNumber: firstOf(fields, "licenses", "number", "licenseNumber"),
    joinDate: fields.day("joinDate"),
    anniversaryDate: fields.day("anniversaryDate"),
    lastAnniversaryDate: fields.day("lastAnniversaryDate"),
    nextAnniversaryDate: fields.day("nextAnniversaryDate"),
    teamId: fields.id("teamId") ?? teamOf(fields),
    createdAt: fields.moment("createdAt"),
    updatedAt: fields.moment("updatedAt"),
  };
}

/** Of the objects of a list the first text under one of the names. */
function firstOf(fields: Fields, list: string, ...names: string[]): string | null {
  let found: string | null = null;
  for (const entry of fields.objects(list)) {
    const inside = new Fields(entry, `${fields.path}.${list}`, fields.drift);
    const text = inside.text(...names);
    found ??= text;
    inside.close(leftOutOfOffice);
  }
  return found;
}

function teamOf(fields: Fields): string | null {
  const [first] = fields.objects("teams");
  const team = fields.inside("team");
  const entry = first ? new Fields(first, `${fields.path}.teams`, fields.drift) : team;
  const id = entry.id("id", "teamId");
  entry.close(leftOutOfTeam);
  return id;
}
