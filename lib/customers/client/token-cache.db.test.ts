import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { encrypt } from "@/lib/platform/crypto";
import { Prisma, transaction } from "@/lib/platform/db";
import type { Fault } from "@/lib/platform/sandbox/faults";
import { listen, sandboxState } from "@/lib/platform/sandbox/server";
import { SnippetProcess } from "@/lib/platform/testing/snippet-process";
import { clientSecret, tenants } from "../sandbox/tenants";
import { zuoraSandbox } from "../sandbox/zuora";
import { purgeZuoraTokens } from "../service/purge-old-rows";
import { findToken } from "./token-cache";
import { validateCredentials } from "./validate";
import type { ZuoraAccess } from "./zuora-access";
import { askZuora } from "./zuora-call";
import type { BaseUrl } from "./zuora-hosts";

let [state, zuora] = [sandboxState(0), { url: "", close: async () => {} }];
// One of its own for each test: at an address that nobody has a token for.
beforeEach(async () => {
  state = sandboxState(0);
  zuora = await listen(state, [zuoraSandbox({ workflows: 60, tasks: 1 })], { host: "127.0.0.1", port: 0 });
});
afterEach(() => zuora.close());

const count = (operation: string) => state.calls.list("zuora", operation).length;
const fail = (operation: string, fault: Fault, times?: number) =>
  state.faults.add({ upstream: "zuora", operation, fault, times, after: 0 });
const accessTo = (changed: Partial<ZuoraAccess> = {}): ZuoraAccess => ({
  ...{ baseUrl: `${zuora.url}/zuora` as BaseUrl, clientSecret, privateOrigins: [zuora.url] },
  clientId: tenants[0]?.clientId ?? "",
  retry: { retries: 0, baseMs: 1, maxWaitMs: 50 },
  ...changed,
});
const list = (access: ZuoraAccess) => askZuora(access, { path: "/workflows" });

type Row = { id: number; token: string | null; askedBy: string | null; seconds: number };
const readRows = () =>
  transaction(
    "system",
    tx => tx.$queryRaw<Row[]>`
      SELECT id, token, asked_by AS "askedBy", extract(epoch FROM until - now())::int AS seconds FROM zuora_token ORDER BY id DESC`,
  );
const newest = async (): Promise<Row> => (await readRows())[0] ?? expect.fail("no token is kept");
const setRow = (assignments: Prisma.Sql) =>
  transaction(
    "system",
    tx => tx.$executeRaw`UPDATE zuora_token SET ${assignments} WHERE id = (SELECT max(id) FROM zuora_token)`,
  );

/** A process of its own that needs a token when it is told to, and says which it got. */
function newProcess(): SnippetProcess {
  const { privateOrigins, ...access } = accessTo();
  return new SnippetProcess(`
    const { findToken } = await load("lib/customers/client/token-cache.ts");
    const { closeDatabase } = await load("lib/platform/db.ts");
    process.on("SIGUSR2", async () => {
      const { token } = await findToken(${JSON.stringify({ ...access, privateOrigins })}).catch(error => ({ token: error.kind }));
      console.log("token " + token + ".");
      await closeDatabase();
      process.exit(0);
    });
    setInterval(() => undefined, 1000);
    console.log("ready");`);
}

describe("a token for all processes", () => {
  test("bar 90: those that need one at once make one call and get the same; one that is killed while it asks holds up nobody for longer than its lease", async () => {
    const [dying, living] = [newProcess(), newProcess()];
    await Promise.all([dying.says("ready"), living.says("ready")]);
    fail("token", "hang", 1);
    dying.send("SIGUSR2");
    await vi.waitUntil(() => count("token") === 1, { timeout: 30_000, interval: 20 });
    await dying.kill();
    living.send("SIGUSR2");
    const own = findToken(accessTo());
    await setRow(Prisma.sql`asked_until = now()`);
    const { output } = await living.ended;
    expect(/token ([0-9a-f]{32})\./.exec(output)?.[1], output).toBe((await own).token);
    expect(count("token")).toBe(2);
  }, 60_000);

  test("it is sealed for its row, told by nothing but a digest, and used until a minute before its end; in this process without a look into the table", async () => {
    const { token, tenantId } = await findToken(accessTo());
    expect([token.length, tenantId]).toEqual([32, "10001"]);
    const { seconds, askedBy } = await newest();
    expect([seconds > 3_500 && seconds <= 3_539, askedBy]).toEqual([true, null]);
    const rows = await transaction(
      "system",
      tx => tx.$queryRaw<{ text: string }[]>`SELECT t::text AS text FROM zuora_token t`,
    );
    for (const secret of [token, clientSecret, tenants[0]?.clientId ?? "none"])
      expect(JSON.stringify(rows)).not.toContain(secret);
    await transaction("system", tx => tx.$executeRaw`DELETE FROM zuora_token`);
    expect((await findToken(accessTo())).token).toBe(token);
  });

  test("one that is refused is replaced once for all who were refused with it; a newer one that somebody has put there stays", async () => {
    const access = accessTo();
    const { token: first } = await findToken(access);
    const found = await Promise.all([1, 2, 3, 4].map(() => findToken(access, first)));
    expect(new Set(found.map(({ token }) => token)).size).toBe(1);
    expect([found[0]?.token === first, count("token")]).toEqual([false, 2]);
    expect((await findToken(access, first)).token).toBe(found[0]?.token);
    expect(count("token")).toBe(2);
    fail("workflows", "401", 1);
    await list(access);
    expect([count("token"), count("workflows")]).toEqual([3, 2]);
  });

  test("bar 54: one that was meddled with, or that another master key closed, is asked for anew and is no failure", async () => {
    const access = accessTo();
    let { token } = await findToken(access);
    const sealedFor = (row: number) =>
      encrypt('{"token":"f00d","tenantId":null}', { table: "zuora_token", column: "token", row });
    const spoilt: ((row: Row) => string)[] = [
      ({ id }) => sealedFor(id + 1),
      row => String(row.token).slice(0, -3),
      row => String(row.token).replace(/^g1\.\w+\./, "g1.other."),
      ({ id }) => encrypt("no token", { table: "zuora_token", column: "token", row: id }),
    ];
    for (const spoil of spoilt) {
      const before = count("token");
      await setRow(Prisma.sql`token = ${spoil(await newest())}`);
      // This process reads the row again, for the token that it has is refused.
      const found = await findToken(access, token);
      expect([found.token === token, found.tenantId, count("token")]).toEqual([false, "10001", before + 1]);
      token = found.token;
    }
    await setRow(Prisma.sql`token = ${sealedFor((await newest()).id)}`);
    expect((await findToken(access, token)).token, "what is sound is taken").toBe("f00d");
  });

  test("a call that fails frees the turn, and who waits asks again; credentials are proven past what is kept", async () => {
    const access = accessTo();
    fail("token", "403", 1);
    await expect(findToken(access)).rejects.toMatchObject({ kind: "auth" });
    expect(await newest()).toMatchObject({ token: null, askedBy: null });
    await findToken(access);
    const before = await newest();
    expect(await validateCredentials(access, { needsExport: true })).toMatchObject({ ok: true });
    expect(count("token")).toBe(3);
    expect(await newest()).toMatchObject({ id: before.id, token: before.token });
    // Nor does a proof leave one of what was only typed, or go by the one that is kept.
    const typed = accessTo({ clientId: tenants[1]?.clientId ?? "" });
    expect(await validateCredentials(typed, { needsExport: true })).toMatchObject({ ok: true });
    expect([count("token"), (await newest()).id]).toEqual([4, before.id]);
    fail("workflows", "401", 1);
    expect(await validateCredentials(access, { needsExport: true })).toMatchObject({ ok: false, class: "auth" });
    expect(count("token")).toBe(5);
  });

  test("those that were over a day ago go, and none that somebody asks for", async () => {
    await findToken(accessTo());
    const purge = () => transaction("system", purgeZuoraTokens);
    await setRow(Prisma.sql`until = now() - interval '23 h'`);
    expect(await purge()).toBe(0);
    await setRow(Prisma.sql`until = now() - interval '25 h', asked_by = 'one', asked_until = now() + interval '9 s'`);
    expect(await purge()).toBe(0);
    await setRow(Prisma.sql`asked_until = now()`);
    expect(await purge()).toBe(1);
  });
});
