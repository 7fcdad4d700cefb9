import { type NetworkEntry, type Page, type Place, tiers } from "./entities";
import { type Fields, UnreadableEntry } from "./fields";
import { listPages, type Part } from "./pages";
import { agentOf, profileOf, type RezenAccess } from "./rezen-call";
import { rezenPaths } from "./rezen-paths";

// Who was rejected never belonged to a network.
const statuses = ["ACTIVE", "INACTIVE", "CANDIDATE", "RESURRECTING"] as const;
const leftOut = new Set([
  ...["fullName", "middleName", "type", "title", "accountCountry", "administrativeAreaIds", "divisions", "offices"],
  ...["licenses", "anniversaryDate", "createdAt", "updatedAt", "teamId", "teamName", "frontLine", "tier", "location"],
]);

/** The sponsors of an agent and, in the real profile, everybody below by status and tier, so that somebody whose status changes meanwhile is seen. Throws OutboundError. */
export async function* networkPages(
  access: RezenAccess & { from?: Place },
  signal?: AbortSignal,
): AsyncGenerator<Page<NetworkEntry>, void> {
  const id = agentOf(access);
  const above = { ...sponsorPart(), question: rezenPaths.sponsors(id) };
  const below = statuses.flatMap(status =>
    tiers.map(tier => ({
      ...downLinePart(tier, status),
      question: rezenPaths.downLine(id, tier, status),
      family: status,
    })),
  );
  yield* listPages(access, profileOf(access) === "real" ? [above, ...below] : [above], signal);
}

/** How the sponsors are read: they come at once, and one that does not say its level stands above the one before. */
export function sponsorPart(): Omit<Part<NetworkEntry>, "question"> {
  let above = 0;
  const levelOf = (fields: Fields) => {
    const told = fields.whole("level", "tier");
    if (told !== null && told < 1) throw new UnreadableEntry("level", "must be 1 or more");
    above = told ?? above + 1;
    return above;
  };
  return {
    name: "sponsors",
    under: ["flattenedSponsors", "sponsors", "sponsorTree"],
    isWhole: true,
    read: fields => ({ ...entryFrom(fields), direction: "up", level: levelOf(fields) }),
    idOf: ({ agentId }) => agentId,
    leftOut,
  };
}

/** How those of one tier and status are read. */
export function downLinePart(tier: number, status: string): Omit<Part<NetworkEntry>, "question"> {
  return {
    name: "downLine",
    under: ["downLineAgents", "agents"],
    read: fields => {
      const entry = entryFrom(fields);
      return { ...entry, direction: "down", level: tier, status: entry.status ?? status };
    },
    idOf: ({ agentId }) => agentId,
    leftOut,
  };
}

const entryFrom = (fields: Fields) => ({
  agentId: fields.requiredId("id", "yentaId", "agentId", "uuid"),
  firstName: fields.name("firstName"),
  lastName: fields.name("lastName"),
  email: fields.text("emailAddress", "email"),
  phoneNumber: fields.text("phoneNumber", "phone"),
  avatar: fields.text("avatar", "avatarUrl"),
  status: fields.text("status", "agentStatus"),
  joinDate: fields.day("joinDate"),
  terminatedAsOf: fields.day("terminatedAsOf"),
  sizeOfNetwork: fields.whole("sizeOfNetwork"),
});
