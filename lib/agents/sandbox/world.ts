import { pickNumber } from "@/lib/platform/sandbox/random";
import { type Person, personAt } from "./people";
import { dayAs, dayMs, monthOf, oneOf, type Source, uuidOf, type Wire } from "./wire";

/** How much there is of everything; `latencyMs` is what each answer takes beside the sandbox's own, `mostPerPage` what a page holds whatever is asked for. */
export type RezenSizes = {
  transactions: number;
  listings: number;
  contributions: number;
  /** People below, over all tiers. */
  network: number;
  sponsors: number;
  members: number;
  payments: number;
  awards: number;
  latencyMs: number;
  mostPerPage: number;
};

/** What the sandbox has unless told otherwise: enough to look at. */
export const usualSizes: RezenSizes = {
  ...{ transactions: 340, listings: 60, contributions: 420, network: 90, sponsors: 6 },
  ...{ members: 8, payments: 38, awards: 64, latencyMs: 0, mostPerPage: 250 },
};

/** An agent with a key. */
export type KnownAgent = Person & { teamId: string | null; key: string; country: Person["country"]; sizes: RezenSizes };

/** The agents of the sandbox, and today's month. */
export type World = { agents: readonly KnownAgent[]; monthMs: number };

/** A team agent of the United States and a Canadian who works alone, with a fifth of it all. */
export function worldOf(sizes: RezenSizes, now: Date): World {
  const small = Object.entries(sizes).map(([name, size]) => [name, Math.ceil(size / 5)]);
  const agents: KnownAgent[] = [
    {
      ...{ id: "11111111-1111-4111-8111-111111111160", teamId: "22222222-2222-4222-8222-222222222260" },
      ...{ firstName: "Morgan", lastName: "Avery", email: "morgan.avery@example.com", phone: "+14155550160" },
      ...{ key: "real_sandbox_key", country: "UNITED_STATES", sizes },
    },
    {
      ...{ id: "11111111-1111-4111-8111-111111111161", teamId: null },
      ...{ firstName: "JEAN-LUC", lastName: "TREMBLAY", email: "jl.tremblay@example.com", phone: "+14165550161" },
      ...{
        key: "real_solo_key",
        country: "CANADA",
        sizes: {
          ...(Object.fromEntries(small) as RezenSizes),
          latencyMs: sizes.latencyMs,
          mostPerPage: sizes.mostPerPage,
        },
      },
    },
  ];
  return { agents, monthMs: monthOf(now) };
}

/** In which an agent is paid. */
export const currencyOf = (person: Pick<Person, "country">): "USD" | "CAD" =>
  person.country === "CANADA" ? "CAD" : "USD";

/** When an agent joined: a day of the last years. */
export const joinedMs = ({ monthMs }: World, id: string): number =>
  monthMs - (400 + pickNumber(`joined:${id}`, 2_000)) * dayMs;

/** An agent as `agents/{id}` tells of it; its times are milliseconds, as there. */
export function agentWire(world: World, person: Person & { teamId?: string | null }): Wire {
  const joined = joinedMs(world, person.id);
  const years = Math.floor((world.monthMs - joined) / (365 * dayMs));
  const isTeam = Boolean(person.teamId);
  return {
    ...{ id: person.id, firstName: person.firstName, lastName: person.lastName, middleName: null },
    fullName: `${person.firstName} ${person.lastName}`,
    ...{
      emailAddress: person.email,
      phoneNumber: person.phone,
      avatar: `https://avatars.example.com/${person.id}.webp`,
    },
    ...{
      type: "AGENT",
      title: isTeam ? "Team Leader" : "Realtor",
      agentStatus: "ACTIVE",
      accountCountry: person.country,
    },
    administrativeAreaIds: [uuidOf(`area:${person.country}`)],
    divisions:
      pickNumber(`luxury:${person.id}`, 3) === 0 ? [{ id: uuidOf("luxury"), name: "Luxury" }] : ["RESIDENTIAL"],
    offices: [
      { id: uuidOf(`office:${person.country}`), name: person.country === "CANADA" ? "Real Ontario" : "Real Texas" },
    ],
    licenses: [{ number: String(600_000 + pickNumber(`license:${person.id}`, 299_999)), expirationDate: "2028-12-31" }],
    ...{ joinDate: dayAs(`join:${person.id}`, joined), anniversaryDate: dayAs(`anniversary:${person.id}`, joined) },
    lastAnniversaryDate: dayAs(`last:${person.id}`, joined + years * 365 * dayMs),
    nextAnniversaryDate: dayAs(`next:${person.id}`, joined + (years + 1) * 365 * dayMs),
    ...(person.teamId ? { teamId: person.teamId } : {}),
    ...{ createdAt: joined - 20 * dayMs, updatedAt: world.monthMs },
  };
}

/** Those of an agent's team, itself first. */
export const teammates = (agent: KnownAgent): Person[] =>
  agent.teamId
    ? [
        agent,
        ...Array.from({ length: agent.sizes.members - 1 }, (_, index) => personAt(`member:${agent.teamId}:${index}`)),
      ]
    : [];

/** A team's members, each with its agent inside. */
export function membersOf(world: World, agent: KnownAgent): Source {
  const people = teammates(agent);
  return {
    count: people.length,
    at: index => {
      const person = people[index] ?? agent;
      const { administrativeAreaIds, divisions, licenses, ...inside } = agentWire(world, person);
      const seed = `${agent.teamId}:${index}`;
      const roles = index === 0 ? ["LEADER", "ADMIN"] : index === 1 ? ["SHOWING_PARTNER"] : ["MEMBER"];
      return {
        ...{
          id: uuidOf(`membership:${seed}`),
          agent: inside,
          roles,
          flexRoles: index === 2 ? [{ name: "MENTOR" }] : [],
        },
        memberCommissionSplit: index === 0 ? 100 : [70, "72.5", "80%"][index % 3],
        leaderSplit: index === 0 ? 0 : [30, "27.5", "20%"][index % 3],
        realCap: index % 2 === 0 ? { amount: "6000.00", currency: currencyOf(agent) } : 4000,
        ...{ invitationStatus: index === people.length - 1 ? "PENDING" : "ACCEPTED", status: "ACTIVE" },
        joinDate: dayAs(`member:${seed}`, joinedMs(world, person.id)),
      };
    },
  };
}

/** Those above an agent, the nearest first. */
export function sponsorsOf(world: World, agent: KnownAgent): Source {
  return {
    count: agent.sizes.sponsors,
    at: index => {
      const person = personAt(`sponsor:${agent.id}:${index}`);
      const { id, firstName, lastName } = person;
      const more = {
        emailAddress: person.email,
        joinDate: dayAs(id, joinedMs(world, id)),
        sizeOfNetwork: 150 * (index + 1),
      };
      return { id, firstName, lastName, level: index + 1, [oneOf(id, ["status", "agentStatus"])]: "ACTIVE", ...more };
    },
  };
}

/** How the people below are spread over the tiers, in percent. */
const shareOfTier = [40, 25, 18, 11, 6];

/** Of so many in all, how many are in a tier. */
export function countInTier(all: number, tier: number): number {
  const upTo = (last: number) =>
    Math.round((all * shareOfTier.slice(0, last).reduce((sum, share) => sum + share, 0)) / 100);
  return upTo(tier) - upTo(tier - 1);
}

/** The person below an agent at a place of a tier. */
export const belowAt = (agent: KnownAgent, tier: number, index: number): Person =>
  personAt(`below:${agent.id}:${tier}:${index}`);

// Every sixth has left; the rest is active.
const leavesEvery = 6;

/** Those below an agent in one tier with one status. */
export function downLineOf(world: World, agent: KnownAgent, tier: number, status: string): Source {
  const all = countInTier(agent.sizes.network, tier);
  const gone = Math.floor(all / leavesEvery);
  const placeOf: Record<string, (index: number) => number> = {
    INACTIVE: index => index * leavesEvery + leavesEvery - 1,
    ACTIVE: index => index + Math.floor(index / (leavesEvery - 1)),
  };
  const place = placeOf[status];
  const entryAt = (index: number): Wire => {
    const person = belowAt(agent, tier, place?.(index) ?? index);
    const joined = joinedMs(world, person.id);
    const left = status === "INACTIVE" ? { terminatedAsOf: dayAs(`left:${person.id}`, joined + 300 * dayMs) } : {};
    const { id, firstName, lastName, email: emailAddress, phone: phoneNumber } = person;
    const size = Math.floor(pickNumber(`size:${id}`, 60) / tier);
    return {
      id,
      firstName,
      lastName,
      emailAddress,
      phoneNumber,
      avatar: null,
      status,
      joinDate: dayAs(id, joined),
      sizeOfNetwork: size,
      ...left,
    };
  };
  return { count: place ? (status === "INACTIVE" ? gone : all - gone) : 0, at: entryAt };
}
