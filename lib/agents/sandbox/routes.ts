import type { Fault } from "@/lib/platform/sandbox/faults";
import { type DealKind, dealsOf, type Group } from "./deals";
import { type Changes, drifted, pageOf, type Shape, wholeList } from "./lists";
import { capWire, contributionsOf, equityWire, paymentsOf } from "./revshare";
import type { Source, Wire } from "./wire";
import {
  agentWire,
  belowAt,
  countInTier,
  downLineOf,
  type KnownAgent,
  membersOf,
  sponsorsOf,
  teammates,
  type World,
} from "./world";

/** The status of a refusal. */
export type Refusal = 400 | 403 | 404;

/** A call that is let in: whose key it has, and what it asks. */
export type Asked = { world: World; me: KnownAgent; query: URLSearchParams; fault: Fault | null; changes: Changes };

type Answer = (asked: Asked, ...groups: string[]) => unknown;
type Route = { pattern: RegExp; operation: string; answer: Answer };

const paged = (asked: Asked, source: Source, shape: Shape): unknown =>
  pageOf(source, shape, { ...asked, mostPerPage: asked.me.sizes.mostPerPage }) ?? 400;

/** What is private to an agent: refused to another's key, and unknown when there is no such agent. */
const own = (asked: Asked, id: string, answer: () => unknown): unknown => {
  if (id === asked.me.id) return answer();
  return findPerson(asked, id) ? 403 : 404;
};

/** Everybody whom a key may look up: the agents with keys and, of one's own, team and network. */
function findPerson({ world, me }: Asked, id: string) {
  const known = world.agents.find(agent => agent.id === id) ?? teammates(me).find(person => person.id === id);
  if (known) return known;
  const { network } = me.sizes;
  for (let tier = 1; tier <= 5; tier += 1)
    for (let index = 0; index < countInTier(network, tier); index += 1) {
      const person = belowAt(me, tier, index);
      if (person.id === id) return person;
    }
  return null;
}

/** One object as it is now, or after a careless release. */
function single(asked: Asked, wire: Wire, id: string): unknown {
  if (asked.fault === "empty") return {};
  const now = { ...wire, ...asked.changes.get(id) };
  return asked.fault === "drift" ? { ...(drifted([now])[0] as Wire), createdAt: "0001-01-01" } : now;
}

const agent: Answer = (asked, id = "") => {
  const person = id === "me" ? asked.me : findPerson(asked, id);
  return person ? single(asked, agentWire(asked.world, person), person.id) : 404;
};

function team(asked: Asked, id: string, answer: (members: Source) => unknown): unknown {
  if (!asked.world.agents.some(({ teamId }) => teamId === id)) return 404;
  return asked.me.teamId === id ? answer(membersOf(asked.world, asked.me)) : 403;
}

const wholeTeam: Answer = (asked, id = "") =>
  team(asked, id, members => {
    const about = { id, name: "The Avery Group", type: "NORMAL", status: "ACTIVE", createdAt: asked.world.monthMs };
    const config = { commissionPlanId: "plan-85-15", maxTeammates: 20, maxLeaders: 2 };
    return { ...about, config, agents: wholeList(members, asked) };
  });

const sponsors: Answer = (asked, id = "") =>
  own(asked, id, () => ({ flattenedSponsors: wholeList(sponsorsOf(asked.world, asked.me), asked) }));

const downLine: Answer = (asked, id = "", tier = "") =>
  own(asked, id, () => {
    const source = downLineOf(asked.world, asked.me, Number(tier), asked.query.get("statusIn") ?? "ACTIVE");
    return paged(asked, source, { under: "downLineAgents", saysMore: true });
  });

const cap: Answer = (asked, id = "") => {
  const person = [asked.me, ...teammates(asked.me)].find(mate => mate.id === id);
  if (!person) return findPerson(asked, id) ? 403 : 404;
  return single(asked, capWire(asked.world, asked.me, person), `cap:${id}`);
};

const equity: Answer = (asked, id = "") =>
  own(asked, id, () => {
    const wire = equityWire(asked.world, asked.me);
    if (asked.fault === "empty") return { ...wire, awards: [] };
    const awards = wire.awards as Wire[];
    return { ...wire, awards: wholeList({ count: awards.length, at: index => awards[index] ?? {} }, asked) };
  });

const simpleDeals =
  (kind: DealKind): Answer =>
  asked =>
    own(asked, asked.query.get("agentId") ?? "", () =>
      paged(asked, dealsOf(asked.world, asked.me, kind, null), { under: `${kind}s`, saysMore: true }),
    );

// What the two lists of reZEN's own come as: no two clients say the same.
const shapes: Record<DealKind, Record<Group, Shape>> = {
  transaction: {
    OPEN: { under: "openTransactions", saysMore: false },
    CLOSED: { under: "transactions", saysMore: true },
    TERMINATED: { under: null, saysMore: false },
  },
  listing: {
    OPEN: { under: "content", saysMore: true },
    CLOSED: { under: null, saysMore: false },
    TERMINATED: { under: "listings", saysMore: false },
  },
};

const realDeals =
  (kind: DealKind): Answer =>
  (asked, id = "", group = "") =>
    own(asked, id, () =>
      paged(asked, dealsOf(asked.world, asked.me, kind, group as Group), shapes[kind][group as Group]),
    );

const counts =
  (kind: DealKind): Answer =>
  (asked, id = "") =>
    own(asked, id, () => {
      const count = (group: Group) => dealsOf(asked.world, asked.me, kind, group).count;
      return { open: count("OPEN"), closed: count("CLOSED"), terminated: count("TERMINATED") };
    });

const contributions = (asked: Asked, id: string, tier: string) =>
  own(asked, id, () => {
    if (!/^[1-5]$/.test(tier)) return 400;
    const source = contributionsOf(asked.world, asked.me, Number(tier));
    return paged(asked, source, { under: "contributions", saysMore: Number(tier) !== 2 });
  });

const payments =
  (which: "all" | "pending" | "paid"): Answer =>
  (asked, id = "") =>
    own(asked, id, () => {
      const shape = which === "pending" ? { under: null, saysMore: false } : { under: "payments", saysMore: true };
      return paged(asked, paymentsOf(asked.world, asked.me, which), shape);
    });

const groups = "(OPEN|CLOSED|TERMINATED)";
const route = (pattern: string, operation: string, answer: Answer): Route => ({
  pattern: new RegExp(`^${pattern.replaceAll(":id", "([^/]+)")}$`),
  operation,
  answer,
});
const ofAgents = "/api/v1";
const ofDeals = "/deals/api/v1";
const routes: readonly Route[] = [
  route(`${ofAgents}/agents/:id`, "agent", agent),
  route(`${ofAgents}/teams/:id/members`, "team", (asked, id = "") =>
    team(asked, id, members => paged(asked, members, { under: "teamMembers", saysMore: true })),
  ),
  route(`${ofAgents}/teams/:id`, "team", wholeTeam),
  route(`${ofAgents}/listings`, "listings", simpleDeals("listing")),
  route(`${ofAgents}/transactions`, "transactions", simpleDeals("transaction")),
  route(`${ofAgents}/agents/:id/sponsor-tree`, "sponsor_tree", sponsors),
  route(`${ofAgents}/agents/:id/down-line/([1-5])`, "sponsor_tree", downLine),
  route(`${ofAgents}/contributions`, "contributions", asked =>
    contributions(asked, asked.query.get("agentId") ?? "", asked.query.get("tier") ?? ""),
  ),
  route(`${ofAgents}/agents/:id/cap-(?:data|info)`, "cap", cap),
  route(`${ofAgents}/equity/:id`, "equity", equity),
  route(`${ofAgents}/revshare/payments/:id`, "revshare", payments("all")),
  route(`${ofDeals}/transactions/participant/:id/listing-transactions/${groups}`, "listings", realDeals("listing")),
  route(`${ofDeals}/transactions/participant/:id/transactions/${groups}`, "transactions", realDeals("transaction")),
  route(
    `${ofDeals}/transactions/participant/:id/listing-transactions/lifecycle-group-counts`,
    "listings",
    counts("listing"),
  ),
  route(
    `${ofDeals}/transactions/participant/:id/transactions/lifecycle-group-counts`,
    "transactions",
    counts("transaction"),
  ),
  route(`${ofDeals}/revshares/:id/contributions/([^/]+)`, "contributions", (asked, id = "", tier = "") =>
    contributions(asked, id, tier),
  ),
  route(`${ofDeals}/revshares/:id/payments/pending`, "revshare", payments("pending")),
  route(`${ofDeals}/revshares/:id/payments`, "revshare", payments("paid")),
];

/** What a path asks for, and the word by which faults and the call log name it. */
export function findRoute(path: string): { operation: string; answer: (asked: Asked) => unknown } | null {
  for (const { pattern, operation, answer } of routes) {
    const match = pattern.exec(path);
    if (match) return { operation, answer: asked => answer(asked, ...match.slice(1)) };
  }
  return null;
}
