import { NextRequest } from "next/server";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { getProfile } from "@/lib/stores/queries/onboarding";
import { asCall, isLooking, ownSession } from "../auth/current";
import { endSession, openSession } from "../auth/session";
import { sessionCookie } from "../auth/session-cookie";
import { createStaff } from "../auth/staff";
import { Prisma, type Tx, transaction } from "../db";
import { pageHeader } from "../http/page-header";
import { type OwnApi, serveOwnApi } from "../testing/own-api";
import { addStore } from "../testing/tenant-tables";
import { endLook } from "./end";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const answers = { data: z.object({ isLooking: z.boolean(), again: z.boolean() }) };
let sid: string;
let look: number;
let shop: number;
let cookie: string;

/** Says whether it is asked in a look, also after the session has ended meanwhile. */
async function handle() {
  const before = await isLooking();
  await system(tx => endSession(tx, sid, "signed_out"));
  return { isLooking: before, again: await isLooking() };
}

const done: string[] = [];
/** Notes that it was let in. */
const act = async ({ http }: { http: { url: string } }) => {
  done.push(http.url);
  return { isLooking: await isLooking(), again: true };
};
const file = async ({ http }: { http: { url: string } }) => {
  done.push(http.url);
  return new Response("taken along");
};
/** Reads a step of the wizard, as its page does. */
const step = async () => {
  await getProfile(shop);
  return { isLooking: await isLooking(), again: true };
};

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
      "/api/v1/user": {
        GET: route({ auth: "user", summary: "Probe", answers, handle }),
        POST: route({ auth: "user", summary: "Probe", answers, handle: act }),
      },
      "/api/v1/anybody": {
        GET: route({ auth: "public", summary: "Probe", answers, handle }),
        POST: route({ auth: "public", summary: "Probe", answers, handle: act }),
      },
      "/api/v1/admin": { DELETE: route({ auth: "admin", summary: "Probe", answers, handle: act }) },
      "/api/v1/file": { GET: route({ auth: "user", summary: "Probe", answers: { file: "text/csv" }, handle: file }) },
      "/api/v1/of-look": { POST: route({ auth: "admin", summary: "Probe", answers, inView: true, handle: act }) },
      "/api/v1/seen": { GET: route({ auth: "user", summary: "Probe", answers, handle: step }) },
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
    shop = store;
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

test("F30: in a look nothing is changed at any door and no file is taken along, but for what belongs to the look", async () => {
  const told = async (method: string, path: string) => {
    const answer = await ask(path, method);
    return answer.ok ? answer.status : (await answer.json()).error?.code;
  };
  const asked: [string, string][] = [
    ["POST", "/api/v1/user"],
    ["POST", "/api/v1/anybody"],
    ["DELETE", "/api/v1/admin"],
    ["GET", "/api/v1/file"],
  ];
  for (const [method, path] of asked) expect(await told(method, path), `${method} ${path}`).toBe("read_only_view");
  expect(done, "nobody was let in").toEqual([]);
  expect(await told("POST", "/api/v1/of-look")).toBe(200);
  expect(done.splice(0)).toEqual(["/api/v1/of-look"]);
  await system(tx => endLook(tx, Prisma.sql`v.id = ${look}`));
  for (const [method, path] of asked) expect(await told(method, path), `${method} ${path}, afterwards`).toBe(200);
  expect(done.splice(0)).toHaveLength(4);
});

test("F30: a step that is looked at was not seen by its owner", async () => {
  const ofShop = { onboardingId: shop * 10 };
  await system(tx => tx.stepEvent.deleteMany({ where: ofShop }));
  const seen = () => system(tx => tx.stepEvent.count({ where: { ...ofShop, event: "seen" } }));
  expect((await ask("/api/v1/seen")).status).toBe(200);
  expect(await seen()).toBe(0);
  await system(tx => endLook(tx, Prisma.sql`v.id = ${look}`));
  expect((await ask("/api/v1/seen")).status).toBe(200);
  expect(await seen(), "as the owner is").toBe(1);
});
