import type { APIRequestContext, APIResponse } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { isFull } from "@/lib/platform/testing/full-form";
import { listDoors, listPages } from "@/lib/platform/testing/rules/doors";
import { readSources } from "@/lib/platform/testing/sources";
import { expect, test } from "./fixtures";
import { type Identity, identities, matrix, type Outcome, type Row, type World } from "./matrix";

// One world for all rows, built once, and rows in their order: what one saves the next may see.
test.describe.configure({ mode: "default" });

/** A session that has ended, somebody who was disabled, and bearers of secrets that open nothing here, unless a row says so. */
const strangers = ["ended", "disabled", "cron", "internal"] as const;
type Stranger = (typeof strangers)[number];
type Caller = Identity | "ended" | "disabled";
let world: World;
let callers: Record<Caller, APIRequestContext>;

function send(row: Row, request: APIRequestContext, headers: Record<string, string> = {}): Promise<APIResponse> {
  const isPage = row.verb === "PAGE";
  return request.fetch(row.call(world), {
    method: isPage ? "GET" : row.verb,
    data: row.body?.(world),
    headers: { ...(isPage ? { Accept: "text/html" } : {}), ...headers },
    maxRedirects: 0,
  });
}

function outcomeOf(answer: APIResponse): Outcome {
  const to = answer.headers().location;
  if (answer.status() < 300 || answer.status() >= 400 || to === undefined) return answer.status();
  const { pathname, search } = new URL(to, answer.url());
  return `→ ${pathname}${search}`;
}

/** A redirect is named by how its target begins, but "/" is the front page and nothing else. */
function isAsExpected(got: Outcome, wanted: Outcome): boolean {
  return typeof wanted === "number" || wanted === "→ /" ? got === wanted : String(got).startsWith(wanted);
}

/** Checks one call: the outcome of its row, and no byte of A for whoever may not know A. */
async function check(row: Row, who: string, answer: APIResponse, wanted: Outcome): Promise<void> {
  const got = outcomeOf(answer);
  expect.soft(isAsExpected(got, wanted) ? wanted : got, who).toBe(wanted);
  expect.soft(answer.status(), `${who} made the server fail`).toBeLessThan(500);
  if (row.showsAll || ["ownerA", "operator", "admin"].includes(who)) return;
  const { marker, phoneNumber } = world.ownerA;
  const bytes = JSON.stringify(answer.headers()) + (await answer.text());
  const shown = [marker, phoneNumber, phoneNumber.slice(4)].filter(text => bytes.includes(text));
  expect.soft(shown, `${who} sees A`).toEqual([]);
}

test.beforeAll(
  "two stores, staff, and people who may no longer enter",
  async ({ caller, storeAt, staff, sandboxUrl }) => {
    test.setTimeout(300_000);
    const [ownerA, ownerB] = await Promise.all([storeAt("complete"), storeAt("order_sync")]);
    const [operator, admin, gone, disabled] = await Promise.all([
      staff("operator"),
      staff("admin"),
      staff("admin"),
      staff("admin"),
    ]);
    world = { ownerA, ownerB, sandboxUrl };
    const ended = await caller(gone.request);
    for (const { request } of [{ request: ended }, disabled])
      expect((await request.get("/api/v1/admin/stores")).status(), "they could enter before").toBe(200);
    await gone.request.post("/api/v1/auth/logout", { data: {} });
    await transaction("system", tx =>
      tx.user.update({ where: { phoneNumber: disabled.phoneNumber }, data: { disabledAt: new Date() } }),
    );
    const nothing = { onboardings: [], failures: [], alerts: [], outages: [], targets: [] };
    const [periodFrom, periodUntil] = [new Date("2019-12-31T23:00:00Z"), new Date("2020-01-31T23:00:00Z")];
    await transaction("system", tx =>
      tx.monthlyReport.create({
        data: { month: 202_001, periodFrom, periodUntil, madeAt: new Date(), figures: nothing },
      }),
    );
    callers = {
      anonymous: await caller(),
      ownerA: ownerA.request,
      ownerB: ownerB.request,
      operator: operator.request,
      admin: admin.request,
      ended,
      disabled: disabled.request,
    };
  },
);

test("every route, method and page has a row, and every row has its route (bar 24)", () => {
  const sources = readSources();
  const doors = listDoors(sources).map(({ verb, address }) => `${verb} ${address}`);
  const onDisk = [...doors, ...listPages(sources).map(address => `PAGE ${address}`)];
  const rows = matrix.map(({ verb, address }) => `${verb} ${address}`);
  expect
    .soft(
      onDisk.filter(one => !rows.includes(one)),
      "without a row",
    )
    .toEqual([]);
  expect
    .soft(
      rows.filter(one => !onDisk.includes(one)),
      "rows of nothing",
    )
    .toEqual([]);
});

/** Of those who are nobody here the short form asks one for each row, in turn; where a secret opens a row, its bearer comes as well. */
function strangersOf({ cron, internal }: Row, at: number): readonly Stranger[] {
  if (isFull) return strangers;
  return strangers.filter(
    (who, index) =>
      index === at % strangers.length ||
      (who === "cron" && cron !== undefined) ||
      (who === "internal" && internal !== undefined),
  );
}

for (const [at, row] of matrix.entries()) {
  const { verb, address, of, outcomes } = row;
  test(`${verb} ${address}${of === "B" ? " with B's ids" : ""}`, async ({ cronSecret }) => {
    const secrets = { cron: cronSecret, internal: env.internalApiToken };
    for (const who of strangersOf(row, at)) {
      const isBearer = who === "cron" || who === "internal";
      const headers: Record<string, string> = isBearer ? { Authorization: `Bearer ${secrets[who]}` } : {};
      const answer = await send(row, callers[isBearer ? "anonymous" : who], headers);
      await check(row, who, answer, (isBearer ? row[who] : undefined) ?? outcomes.anonymous);
    }
    for (const who of identities) await check(row, who, await send(row, callers[who]), outcomes[who]);
  });
}
