import { NextRequest } from "next/server";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { asCall, isLooking, ownSession } from "../auth/current";
import { endSession, openSession } from "../auth/session";
import { sessionCookie } from "../auth/session-cookie";
import { createStaff } from "../auth/staff";
import { type Tx, transaction } from "../db";
import { pageHeader } from "../http/page-header";
import { type OwnApi, serveOwnApi } from "../testing/own-api";
import { addStore } from "../testing/tenant-tables";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const answers = { data: z.object({ isLooking: z.boolean(), again: z.boolean() }) };
let sid: string;
let look: number;
let cookie: string;

/** Says whether it is asked in a look, also after the session has ended meanwhile. */
async function handle() {
  const before = await isLooking();
  await system(tx => endSession(tx, sid, "signed_out"));
  return { isLooking: before, again: await isLooking() };
}

const page = async () => Response.json({ isLooking: (await ownSession())?.look !== undefined });
const call = () => asCall(page);
// As Next tells the library what is asked of it.
const nextAuth = (handler: (request: Request, context: object) => Promise<Response>) => (request: Request) =>
  handler(new NextRequest(request), {
    params: Promise.resolve({ nextauth: new URL(request.url).pathname.split("/").slice(3) }),
  });

let api: OwnApi;
beforeAll(async () => {
  api = await serveOwnApi(async () => {
    const { route } = await import("../http/route");
    const { nextAuthHandler } = await import("../auth/next-auth");
    const { arrive } = await import("@/lib/kinds");
    const next = { POST: nextAuth(nextAuthHandler(arrive)) };
    return {
      "/api/v1/user": { GET: route({ auth: "user", summary: "Probe", answers, handle }) },
      "/api/v1/anybody": { GET: route({ auth: "public", summary: "Probe", answers, handle }) },
      "/api/page": { GET: page },
      "/api/call": { GET: call },
      "/api/auth/callback/credentials/signout": next,
      "/api/auth/signout": next,
    };
  });
});

let serial = 700;
beforeEach(async () => {
  const number = ++serial;
  await system(async tx => {
    const userId = await createStaff(tx, { phoneNumber: `+352621955${number}`, role: "admin", name: "Staff" });
    const { store, user } = await addStore(tx, number);
    ({ sid } = await openSession(tx, { userId }));
    const { name, value } = await sessionCookie({ userId, sid });
    cookie = `${name}=${value}`;
    const [made] = await tx.$queryRaw<{ id: number }[]>`
      INSERT INTO view_as (session_id, admin_id, person_id, role, in_store, reason, came_from, began_at, ends_at)
      VALUES (${sid}, ${userId}, ${user}, 'store', ${store}, 'called us today', '/admin', app_now(), app_now() + interval '30 minutes') RETURNING id`;
    look = made?.id ?? expect.unreachable();
  });
});

const ask = (path: string, method = "GET") =>
  fetch(`${api.address}${path}`, {
    method,
    redirect: "manual",
    headers: { cookie, origin: api.address, [pageHeader]: "/forged" },
  });
const noted = async () => (await system(tx => tx.viewAs.findUniqueOrThrow({ where: { id: look } }))).lookedAt;

test.each([
  ["/api/v1/user", ["/api/v1/user"]],
  ["/api/v1/anybody", []],
])("F30: %s reads its session once, and notes no page that its caller says", async (path, pages) => {
  const { data } = await (await ask(path)).json();
  expect(data).toEqual({ is_looking: true, again: true });
  expect(await noted()).toEqual(pages);
});

test("F30: a page is noted by what the proxy says, a call is not", async () => {
  expect(await (await ask("/api/call")).json()).toEqual({ isLooking: true });
  expect(await noted()).toEqual([]);
  expect(await (await ask("/api/page")).json()).toEqual({ isLooking: true });
  expect(await noted()).toEqual(["/forged"]);
});

test("F30: in a look nobody signs in, under no address, but out", async () => {
  const refused = await ask("/api/auth/callback/credentials/signout", "POST");
  expect([refused.status, (await refused.json()).error?.code]).toEqual([403, "read_only_view"]);
  expect((await ask("/api/auth/signout", "POST")).status).not.toBe(403);
});
