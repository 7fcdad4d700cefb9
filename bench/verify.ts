import { hashBrowser } from "@/lib/platform/auth/browser-hash";
import { hashCode } from "@/lib/platform/auth/challenge";
import { randomToken } from "@/lib/platform/crypto";
import { closeDatabase, transaction } from "@/lib/platform/db";
import { withConnection } from "@/lib/platform/testing/database";
import type { Bench } from "./harness/bench";
import { type Call, type Load, sendAll } from "./harness/load";
import type { Running } from "./harness/place";
import { countStatements } from "./harness/wire-count";

const connections = 16;
const perRound = 500;
const rounds = 9;
const code = "246810";

type Live = { id: string; phone: string; browser: string };

/** Owners of stores that are through the wizard, each with a code that waits for them: nobody is signed in twice. */
async function writeOwners(count: number): Promise<Live[]> {
  const live = Array.from({ length: count }, (_, at) => ({
    id: randomToken(18),
    phone: `+352621${String(100_000 + at)}`,
    browser: randomToken(24),
  }));
  const phones = live.map(({ phone }) => phone);
  const hashes = live.map(({ id, phone }) => hashCode({ purpose: "login", identifier: phone, id }, code));
  const browsers = live.map(({ browser }) => hashBrowser(browser));
  await transaction("system", async tx => {
    await tx.$executeRaw`INSERT INTO "user" (phone_number, name) SELECT phone, 'Owner' FROM unnest(${phones}::text[]) AS phone`;
    await tx.$executeRaw`
      INSERT INTO stores (code, name, owner_id, owner_name, email, phone_number, verified_at)
      SELECT 'SHOP' || id, 'Store ' || id, id, 'Owner', 'owner' || id || '@example.com', phone_number, now() FROM "user"`;
    await tx.$executeRaw`INSERT INTO user_roles (user_id, role, store_id) SELECT owner_id, 'store', id FROM stores`;
    await tx.$executeRaw`INSERT INTO onboarding (kind, status, store_id, started_at, ended_at) SELECT 'store', 'complete', id, now(), now() FROM stores`;
    await tx.$executeRaw`
      INSERT INTO onboarding_step (onboarding_id, step, position, state, ended_at)
      SELECT o.id, step, at, 'done', now() FROM onboarding o,
        unnest(ARRAY['merchant_profile', 'letzshop_api', 'product_import', 'order_sync']) WITH ORDINALITY AS s(step, at)`;
    await tx.$executeRaw`
      INSERT INTO otp_challenge (id, purpose, channel, identifier, code_hash, browser_hash, resend_at, expires_at)
      SELECT id, 'login', 'sms', phone, code_hash, browser_hash, now(), now() + interval '1 hour'
      FROM unnest(${live.map(({ id }) => id)}::text[], ${phones}::text[], ${hashes}::text[], ${browsers}::text[])
        AS c(id, phone, code_hash, browser_hash)`;
  });
  await transaction("system", tx => tx.$executeRaw`ANALYZE`);
  await closeDatabase();
  return live;
}

/** What sign-ins have left in a database. */
const countRows = (databaseUrl: string) =>
  withConnection(databaseUrl, async client => {
    await client.query("SET ROLE gangway_system");
    const { rows } = await client.query(`
      SELECT (SELECT count(*) FROM session) AS sessions, (SELECT count(*) FROM device) AS devices,
        (SELECT count(*) FROM audit_entry WHERE action = 'auth.signed_in') AS entries,
        (SELECT count(*) FROM otp_challenge WHERE used_at IS NOT NULL AND attempts = 1) AS codes`);
    return JSON.stringify(rows[0]);
  });

/** The request of somebody who has typed the code. */
const toCall = (path: string, origin: string, { id, browser }: Live): Call => ({
  path,
  headers: { "content-type": "application/json", origin, cookie: `gangway.browser=${browser}`, "user-agent": "bench" },
  body: JSON.stringify({ challenge_id: id, otp: code }),
});

const paths = { ours: "/api/v1/auth/verify-otp", floor: "/verify" };

/** The statements of one sign-in, as they reach the database; the sign-in before it has opened the connection. */
async function listStatements(
  databaseUrl: string,
  start: (url: string) => Promise<Running>,
  path: string,
  live: Live[],
) {
  const counted = await countStatements(databaseUrl);
  const { address, stop } = await start(counted.databaseUrl);
  const [first, ...more] = live.map(one => toCall(path, address, one));
  await sendAll(address, more, 1);
  const seen = await counted.during(() => sendAll(address, first ? [first] : [], 1));
  await stop();
  await counted.close();
  return seen;
}

const bench: Bench<"ours" | "floor", keyof Load> = {
  name: "verify",
  work: `a right code becomes a session: ${perRound} people a round over ${connections} connections`,
  rounds,
  goals: [
    { title: "sign-ins a second, ours ÷ floor", value: at => at.ours.perSecond / at.floor.perSecond, atLeast: 0.6 },
  ],
  async setUp(place) {
    const live = await writeOwners(perRound * (rounds + 1) + 5);
    const own = place.env.DATABASE_URL ?? "";
    const copy = await place.copyDatabase();
    const first = live.splice(0, 5);
    const startFloor = (url: string) => place.startFloor(url);
    const ourStatements = await listStatements(own, url => place.startWeb(url), paths.ours, first);
    const floorStatements = await listStatements(copy, startFloor, paths.floor, first);
    const left = [await countRows(own), await countRows(copy)];
    if (left[0] !== left[1]) throw new Error(`The floor does other work than we: ${left.join(" and ")}`);
    const [ours, floor] = [await place.startWeb(own), await startFloor(copy)];
    const waiting = { ours: live.values(), floor: live.values() };
    const run = (side: "ours" | "floor", { address }: Running) => {
      const people = waiting[side].take(perRound);
      return sendAll(
        address,
        Array.from(people, one => toCall(paths[side], address, one)),
        connections,
      );
    };
    for (const text of ourStatements) console.log(`  ours sends ${text.trim().replace(/\s+/g, " ").slice(0, 110)}`);
    return {
      runs: { ours: () => run("ours", ours), floor: () => run("floor", floor) },
      notes: { statements: { ours: ourStatements.length, floor: floorStatements.length } },
    };
  },
};

export default bench;
