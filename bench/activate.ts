import { createHash, createHmac } from "node:crypto";
import { closeDatabase, transaction } from "@/lib/platform/db";
import { addPartner } from "@/lib/platform/partner/service";
import { withConnection } from "@/lib/platform/testing/database";
import { addContract } from "@/lib/platform/testing/new-contract";
import type { Bench } from "./harness/bench";
import { type Call, type Load, sendAll } from "./harness/load";
import type { Place, Running } from "./harness/place";
import { countStatements } from "./harness/wire-count";

const connections = 16;
const perRound = 480;
const rounds = 7;
// An account may call 600 times a minute: so many partners call that none of them comes near it.
const partners = 16;
const path = "/api/v1/partner/user/activate";

type Partner = { id: string; secret: string; plan: string };

const writePartners = (): Promise<Partner[]> =>
  transaction("system", async tx => {
    const made: Partner[] = [];
    for (let at = 0; at < partners; at++) {
      const [id, secret] = [`acct_bench_${at}`, `bench_secret_${"0123456789abcdef".repeat(3)}_${at}`];
      await addPartner(tx, { id, name: `Partner ${at}`, scopes: ["members"], defaultRegion: "IN" }, secret);
      made.push({ id, secret, plan: (await addContract(tx, { partnerAccountId: id })).gold });
    }
    return made;
  });

/** What a partner says of the person of this number, as contract 7 asks for it. */
const bodyOf = (at: number, { plan }: Partner) => ({
  phone_number: `98${String(10_000_000 + at)}`,
  dob: "1990-02-28",
  gender: "F",
  plan_subscription_id: plan,
  name: `Asha Rao ${at}`,
  partner_user_id: `user-${at}`,
  email_id: `asha.${at}@example.com`,
});

/** The signed request for somebody whom nobody knows; signed now, because a signature is good for five minutes. */
function toCall(to: string, at: number, partner: Partner): Call {
  const body = JSON.stringify(bodyOf(at, partner));
  const time = String(Math.floor(Date.now() / 1000));
  const text = `${time}.${partner.id}.POST.${path}.${createHash("sha256").update(body).digest("hex")}`;
  const headers = {
    "content-type": "application/json",
    "user-agent": "bench",
    "x-ons-account-id": partner.id,
    "x-ons-timestamp": time,
    "x-ons-signature": createHmac("sha256", partner.secret).update(text).digest("hex"),
  };
  return { path: to, headers, body };
}

/** What activations have left in a database. */
const countRows = (databaseUrl: string) =>
  withConnection(databaseUrl, async client => {
    await client.query("SET ROLE gangway_system");
    const { rows } = await client.query(`
      SELECT (SELECT count(*) FROM member WHERE state = 'activated' AND version = 1) AS members,
        (SELECT count(*) FROM member_subscription WHERE ended_at IS NULL) AS subscriptions,
        (SELECT sum(seats_taken) FROM plan_subscription) AS seats,
        (SELECT count(*) FROM onboarding WHERE status = 'complete') AS onboardings,
        (SELECT count(*) FROM onboarding_step WHERE state = 'done') AS steps,
        (SELECT count(*) FROM activation_log WHERE to_state = 'activated') AS tries,
        (SELECT count(*) FROM audit_entry WHERE action LIKE 'member.%') AS entries,
        (SELECT count(*) FROM outbox_message) AS messages, (SELECT count(*) FROM pgboss.job WHERE name = 'notifications.deliver') AS jobs,
        (SELECT count(*) FROM partner_request) AS marks, (SELECT count(*) FROM named_lock) AS locks`);
    return JSON.stringify(rows[0]);
  });

type Side = { start: (databaseUrl: string) => Promise<Running>; path: string };
type Sides = Record<"ours" | "floor" | "bare", Side>;

const sidesOf = (place: Place): Sides => ({
  ours: { start: url => place.startWeb(url), path },
  floor: { start: url => place.startFloor(url), path: "/activate" },
  bare: { start: url => place.startBare(url), path },
});

/** The statements of one activation, as they reach the database; those before it have opened the connections. */
async function listStatements(databaseUrl: string, { start, path: to }: Side, by: readonly Partner[]) {
  const counted = await countStatements(databaseUrl);
  const { address, stop } = await start(counted.databaseUrl);
  const calls = by.slice(0, 5).map((partner, at) => toCall(to, at, partner));
  await sendAll(address, calls.slice(1), 1);
  const seen = await counted.during(() => sendAll(address, calls.slice(0, 1), 1));
  await stop();
  await counted.close();
  return seen;
}

/** One activation on each side, whose rows must be the same. */
async function compare(sides: Sides, databases: Record<keyof Sides, string>, by: readonly Partner[]) {
  const ours = await listStatements(databases.ours, sides.ours, by);
  const floor = await listStatements(databases.floor, sides.floor, by);
  await listStatements(databases.bare, sides.bare, by);
  const left = await Promise.all(Object.values(databases).map(countRows));
  if (new Set(left).size !== 1) throw new Error(`The floor does other work than we: ${left.join(" and ")}`);
  for (const text of ours) console.log(`  ours sends ${text.trim().replace(/\s+/g, " ").slice(0, 110)}`);
  return { ours: ours.length, floor: floor.length };
}

const bench: Bench<keyof Sides, keyof Load> = {
  name: "activate",
  work: `a partner's signed call gives somebody new a plan: ${perRound} people a round of ${partners} partners over ${connections} connections`,
  rounds,
  goals: [
    { title: "activations a second, ours ÷ floor", value: at => at.ours.perSecond / at.floor.perSecond, atLeast: 0.6 },
    { title: "p99 ÷ p50 of ours", value: at => at.ours.p99 / at.ours.p50, atMost: 5 },
  ],
  async setUp(place) {
    const by = await writePartners();
    await transaction("system", tx => tx.$executeRaw`ANALYZE`);
    await closeDatabase();
    const own = place.env.DATABASE_URL ?? "";
    const databases = { ours: own, floor: await place.copyDatabase(), bare: await place.copyDatabase() };
    const sides = sidesOf(place);
    const statements = await compare(sides, databases, by);
    const run = async (name: keyof Sides) => {
      const { address } = await sides[name].start(databases[name]);
      let next = 100;
      return () => {
        const first = next;
        next += perRound;
        const calls = Array.from({ length: perRound }, (_, at) =>
          toCall(sides[name].path, first + at, by[at % partners] as Partner),
        );
        return sendAll(address, calls, connections);
      };
    };
    const runs = { ours: await run("ours"), floor: await run("floor"), bare: await run("bare") };
    return { runs, notes: { statements } };
  },
};

export default bench;
