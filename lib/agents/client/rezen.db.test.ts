import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSandbox } from "../../sandbox";
import { readAgent } from "./agent";
import { readCap } from "./cap";
import { countData } from "./count-data";
import { dealPages } from "./deals";
import type { FoundDeal, Page } from "./entities";
import { readEquity } from "./equity";
import { networkPages } from "./network";
import { contributionPages, paymentPages } from "./revshare";
import type { RezenAccess } from "./rezen-call";
import { memberPages, readTeam } from "./team";
import { testRezenKey } from "./test-rezen-key";

const agentId = "11111111-1111-4111-8111-111111111160";
const soloId = "11111111-1111-4111-8111-111111111161";
const teamId = "22222222-2222-4222-8222-222222222260";
const sizes = { transactions: 730, listings: 410, contributions: 900, network: 120, members: 8 };
let sandbox: Awaited<ReturnType<typeof startSandbox>>;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, latencyMs: 0, rezen: sizes });
});
afterAll(() => sandbox.close());

type Profile = "simple" | "real";
const accessOf = (profile: Profile, change: Partial<RezenAccess> = {}): RezenAccess => ({
  ...{
    apiKey: "real_sandbox_key",
    agentId,
    profile,
    url: `${sandbox.url}/rezen`,
    dealsUrl: `${sandbox.url}/rezen/deals`,
  },
  ...{ privateOrigins: [sandbox.url], retry: { baseMs: 5, maxWaitMs: 1_500 }, ...change },
});

const control = (method: string, path: string, body?: unknown) =>
  fetch(`${sandbox.url}${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });

/** All pages of a list; nothing of the sandbox's own may be strange to us. */
async function whole<Item>(pages: AsyncGenerator<Page<Item>, void>): Promise<{ items: Item[]; pages: Page<Item>[] }> {
  const found: Page<Item>[] = [];
  for await (const page of pages) found.push(page);
  expect(found.flatMap(page => page.unreadable)).toEqual([]);
  expect([...new Set(found.flatMap(page => page.drift))]).toEqual([]);
  expect(found.at(-1)?.next).toBeNull();
  return { items: found.flatMap(page => page.items), pages: found };
}
const byId = (deals: FoundDeal[]) => deals.map(({ deal }) => deal).sort((one, other) => (one.id < other.id ? -1 : 1));

describe.each<Profile>(["simple", "real"])("reZEN by the paths of profile %s", profile => {
  test("000: everything is read to the end, and nothing of it is strange", async () => {
    const access = accessOf(profile);
    const { agent, drift } = await readAgent(access);
    expect(agent).toMatchObject({
      id: agentId,
      fullName: "Morgan Avery",
      teamId,
      status: "ACTIVE",
      officeName: "Real Texas",
    });
    expect([drift, agent.joinDate]).toEqual([[], expect.stringMatching(/^\d{4}-\d\d-\d\d$/)]);
    const members = await whole(memberPages({ ...access, teamId }));
    expect(members.items).toHaveLength(sizes.members);
    expect(members.items[0]).toMatchObject({ agentId, roles: ["LEADER", "ADMIN"], memberCommissionSplit: "100" });
    expect(members.items.map(member => member.realCap)).toContainEqual({ amount: "4000", currency: "USD" });
    expect(await readTeam(access, teamId)).toMatchObject({ id: teamId, maxTeammates: profile === "real" ? 20 : null });
    const network = await whole(networkPages(access));
    expect(network.items.filter(({ direction }) => direction === "up").map(({ level }) => level)).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
    expect(network.items).toHaveLength(profile === "real" ? 6 + sizes.network : 6);
    for (const id of [agentId, members.items[3]?.agentId ?? ""]) {
      const { cap, drift } = await readCap(access, id);
      expect([cap.agentId, Number(cap.brokerageCapAmount?.amount), drift]).toEqual([id, 12_000, []]);
    }
    const { equity, unreadable, drift: drifted } = await readEquity(access);
    expect([equity.awards.length, equity.sharePrice, unreadable, drifted]).toEqual([
      64,
      { amount: "4.87", currency: "USD" },
      [],
      [],
    ]);
  });

  test("000: revenue share of all tiers, under every name", async () => {
    const { items } = await whole(contributionPages(accessOf(profile)));
    expect(items).toHaveLength(sizes.contributions);
    expect(new Set(items.map(({ tier }) => tier)).size).toBe(5);
    expect(
      items.filter(({ contributorId, contributorName, date }) => !contributorId || !contributorName || !date),
    ).toEqual([]);
    expect(items.some(({ amount }) => amount.amount.startsWith("-"))).toBe(true);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    const payments = await whole(paymentPages(accessOf(profile)));
    expect(payments.items.map(({ status }) => status).slice(0, 3)).toEqual(["PENDING", "SCHEDULED", "PAID"]);
    expect(payments.items).toHaveLength(38);
  });

  test("000: a walk goes on where another one stopped", async () => {
    const access = { ...accessOf(profile), of: "transaction" as const };
    const all = await whole(dealPages(access));
    const from = all.pages[1]?.next ?? expect.fail("there are more than two pages");
    const rest = await whole(dealPages({ ...access, from }));
    const firstTwo = all.pages.slice(0, 2).flatMap(page => page.items);
    expect([...firstTwo, ...rest.items].map(({ deal }) => deal.id)).toEqual(all.items.map(({ deal }) => deal.id));
  });

  test("000: what a sync will be about is told before", async () => {
    expect(await countData(accessOf(profile), null)).toEqual({ listings: 410, transactions: 730, members: 8 });
  });
});

test("000: both profiles tell of the same deals, whatever they look like on the wire", async () => {
  for (const of of ["transaction", "listing"] as const) {
    const [simple, real] = await Promise.all(
      (["simple", "real"] as const).map(profile => whole(dealPages({ ...accessOf(profile), of }))),
    );
    expect(simple?.items).toHaveLength(of === "listing" ? sizes.listings : sizes.transactions);
    const totals = [simple, real].map(found => [...new Set(found?.pages.map(({ total }) => total))]);
    expect(totals, "of several parts nobody tells a total").toEqual([[simple?.items.length], [null]]);
    expect(byId(simple?.items ?? [])).toEqual(byId(real?.items ?? []));
    const prices = simple?.items.map(({ deal }) => deal.price) ?? [];
    expect(prices.filter(price => price?.currency !== "USD" || !/^\d+(\.\d+)?$/.test(price.amount))).toEqual([]);
    expect(new Set(simple?.items.map(({ deal }) => deal.lifecycleGroup)).size).toBe(3);
  }
});

test("000: money and dates come in every way in which reZEN writes them", async () => {
  const { items } = await whole(dealPages({ ...accessOf("simple"), of: "transaction" }));
  const raws = items.map(({ raw }) => raw as Record<string, unknown>);
  const kindsOf = (name: string) => new Set(raws.map(raw => typeof raw[name]));
  expect([...kindsOf("price")].sort()).toEqual(["number", "object", "string"]);
  expect([...kindsOf("closingDateEstimated")].sort()).toEqual(["number", "string"]);
  expect(items.some(({ deal }) => /\.\d{3,}/.test(deal.myNetPayout?.amount ?? ""))).toBe(true);
  expect(items.some(({ deal }) => deal.state === "AWAITING_TITLE_REVIEW")).toBe(true);
  const canadian = await whole(
    dealPages({ ...accessOf("simple", { apiKey: "real_solo_key", agentId: soloId }), of: "transaction" }),
  );
  expect(new Set(canadian.items.map(({ deal }) => deal.price?.currency))).toEqual(new Set(["CAD"]));
});

test("000: what a test changes upstream is told from then on", async () => {
  const { items } = await whole(dealPages({ ...accessOf("simple"), of: "listing" }));
  const [changed, gone] = items.map(({ deal }) => deal.id);
  await control("PUT", "/_changes", { upstream: "rezen", id: changed, fields: { mlsNum: "CHANGED" } });
  await control("PUT", "/_changes", { upstream: "rezen", id: gone, fields: null });
  expect((await control("PUT", "/_changes", { upstream: "letzshop", id: "a", fields: null })).status).toBe(422);
  const after = await whole(dealPages({ ...accessOf("real"), of: "listing" }));
  expect(after.items).toHaveLength(sizes.listings - 1);
  expect(after.items.find(({ deal }) => deal.id === changed)?.deal.mlsNumber).toBe("CHANGED");
  await control("DELETE", "/_changes");
  expect((await whole(dealPages({ ...accessOf("simple"), of: "listing" }))).items).toEqual(items);
});

describe("a key", () => {
  const tryKey = (profile: Profile, change: Partial<RezenAccess>) => testRezenKey(accessOf(profile, change));
  const checks = (text: string) => {
    const [addressAnswers, keyAccepted, mayReadAgent, agentFound] = text.split(" ");
    return { addressAnswers, keyAccepted, mayReadAgent, agentFound };
  };
  const nobody = "not_tried";
  test.each<[Profile, Partial<RezenAccess>, { id: string; name: string; teamId: string | null }]>([
    ["simple", {}, { id: agentId, name: "Morgan Avery", teamId }],
    ["real", { agentId: null }, { id: agentId, name: "Morgan Avery", teamId }],
    ["real", { apiKey: "real_solo_key", agentId: null }, { id: soloId, name: "Jean-Luc Tremblay", teamId: null }],
  ])("000: by %s, %j proves its agent", async (profile, change, { id, name, teamId }) => {
    const passed = { ok: true, checks: checks("ok ok ok ok"), agentId: id, agentName: name, teamId };
    expect(await tryKey(profile, change)).toEqual(passed);
  });

  test.each<[Profile, Partial<RezenAccess>, string, string]>([
    ["simple", { agentId: "33333333-3333-4333-8333-333333333333" }, "wrong_address", "ok ok ok failed"],
    ["simple", { agentId: soloId }, "permission", "ok ok failed not_tried"],
    ["simple", { agentId: null }, "wrong_address", `${nobody} ${nobody} ${nobody} failed`],
    ["simple", { agentId: "../agents/me" }, "wrong_address", `${nobody} ${nobody} ${nobody} failed`],
    ["simple", { apiKey: "real_wrong" }, "auth", `ok failed ${nobody} ${nobody}`],
    ["real", { apiKey: "real_wrong" }, "auth", `ok failed ${nobody} ${nobody}`],
    ["real", { apiKey: "no\nheader" }, "auth", `ok failed ${nobody} ${nobody}`],
    ["real", { apiKey: "real_noperm_key" }, "permission", `ok ok failed ${nobody}`],
    ["simple", { apiKey: "real_limited_key" }, "rate_limit", `ok ${nobody} ${nobody} ${nobody}`],
  ])("000: by %s, %j is refused as %s", async (profile, change, kind, told) => {
    expect(await tryKey(profile, change)).toMatchObject({ ok: false, class: kind, checks: checks(told) });
  });

  test("000: an address without reZEN tells nothing of the agent; keys stay out of the sandbox's log and of what is thrown", async () => {
    const url = `${sandbox.url}/letzshop`;
    expect(await tryKey("simple", { url })).toMatchObject({ ok: false, checks: { agentFound: nobody } });
    const refused = readAgent(accessOf("simple", { apiKey: "real_very_secret" }));
    const thrown: unknown = await refused.then(
      () => expect.fail("no such key"),
      (failure: unknown) => failure,
    );
    expect(JSON.stringify([thrown, String(thrown)])).not.toContain("real_very_secret");
    const calls = await (await control("GET", "/_calls?upstream=rezen")).text();
    expect(calls).toContain("••••cret");
    expect(calls).not.toContain("real_very_secret");
  });
});
