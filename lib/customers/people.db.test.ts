import { setTimeout } from "node:timers/promises";
import { NextRequest } from "next/server";
import { beforeAll, describe, expect, test } from "vitest";
import { arrive, choosePlace, listPlaces } from "@/lib/kinds";
import { listRoles } from "@/lib/platform/auth/person";
import { sendOtp, verifyOtp } from "@/lib/platform/auth/service";
import { findSession } from "@/lib/platform/auth/session";
import { encrypt } from "@/lib/platform/crypto";
import { type Tx, transaction } from "@/lib/platform/db";
import { type CustomerPerson, callOwnApi, listMails, newCustomerPerson } from "@/lib/platform/testing/customer-people";
import {
  type CustomerRun,
  newCustomer,
  newStaff,
  openSandboxZuora,
  type Staff,
  workToEnd,
} from "@/lib/platform/testing/customer-run";
import { proxy } from "@/proxy";
import { holdPeople } from "./service/access/hold-people";
import { closeProbe, openProbe } from "./service/access/probe";
import { sendInvite } from "./service/access/send-invite";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
let admin: Staff;
let own: CustomerRun;
let foreign: CustomerRun;
let manager: CustomerPerson;
let viewer: CustomerPerson;
let stranger: CustomerPerson;
beforeAll(async () => {
  const zuora = await openSandboxZuora();
  admin = await newStaff();
  [own, foreign] = [await newCustomer(admin, zuora, { tenant: 1 }), await newCustomer(admin, zuora, { tenant: 2 })];
  await workToEnd(own);
  await workToEnd(foreign);
  manager = await newCustomerPerson(own.customerId, "manager");
  viewer = await newCustomerPerson(own.customerId, "viewer");
  stranger = await newCustomerPerson(foreign.customerId, "manager");
});

type Workflow = { id: number; zuoraId: string; zuora_id: string; name: string };
const listOf = async (person: CustomerPerson, query = "") =>
  ((await person.call("GET", `/workflows${query}`)).data as unknown as {
    items: Workflow[];
    total: number;
    next_cursor: string | null;
  }) ?? expect.unreachable("no list");
const countAudit = (action: string) => system(tx => tx.auditEntry.count({ where: { action } }));

describe("what somebody may see and do", () => {
  test("002, bars 24, 100: two customers have workflows of the same ids at Zuora, and nobody sees, takes or changes anything of the other's", async () => {
    const [ours, theirs] = [await listOf(manager), await listOf(stranger)];
    expect(ours.items.map(one => one.zuora_id).sort(), "the same at Zuora").toEqual(
      theirs.items.map(one => one.zuora_id).sort(),
    );
    const ids = new Set(ours.items.map(({ id }) => id));
    expect(theirs.items.filter(({ id }) => ids.has(id))).toEqual([]);
    const workflow = String(theirs.items[0]?.id);
    for (const path of [`/workflows/${workflow}`, `/workflows/${workflow}/export`])
      expect((await manager.call("GET", path)).status, path).toBe(404);
    expect((await manager.call("POST", "/sync", { workflow_id: Number(workflow) })).status).toBe(404);
    expect((await manager.call("POST", "/sync", { workflow_id: 3_000_000_000 })).status, "no id at all").toBe(422);
    expect((await manager.call("DELETE", `/users/${stranger.memberId}`)).status).toBe(404);
    expect((await manager.call("PUT", `/users/${stranger.memberId}/role`, { role: "viewer" })).status).toBe(404);
    const [open] = await system(tx => tx.customerInvite.findMany({ where: { customerId: foreign.customerId } }));
    for (const act of ["resend", "revoke"])
      expect((await manager.call("POST", `/invites/${open?.id}/${act}`, {})).status, act).toBe(404);
    const people = JSON.stringify((await manager.call("GET", "/users")).data);
    expect(people).not.toContain(stranger.email);
  });

  test("002: a viewer sees workflows and changes, and all else is not there; a manager does all of it", async () => {
    const [workflow] = (await listOf(viewer)).items;
    const calls: [method: string, path: string, body?: object][] = [
      ["GET", `/workflows/${workflow?.id}`],
      ["GET", "/changes"],
      ["GET", `/workflows/${workflow?.id}/export`],
      ["POST", "/sync", {}],
      ["GET", "/users"],
      ["POST", "/users", { email: "one@example.com", role: "viewer" }],
      ["GET", "/preferences"],
      ["PUT", "/preferences", { email: false, in_app: true }],
    ];
    const answers = async (person: CustomerPerson) => {
      const seen: number[] = [];
      for (const [method, path, body] of calls) seen.push((await person.call(method, path, body)).status);
      return seen;
    };
    expect(await answers(viewer)).toEqual([200, 200, 404, 404, 404, 404, 404, 404]);
    expect(await answers(manager)).toEqual([200, 200, 200, 202, 200, 201, 200, 200]);
    await workToEnd(own);
    for (const act of ["resend", "revoke"]) {
      const [open] = await system(tx =>
        tx.customerInvite.findMany({ where: { customerId: own.customerId, revokedAt: null } }),
      );
      expect((await viewer.call("POST", `/invites/${open?.id}/${act}`, {})).status).toBe(404);
    }
    expect((await viewer.call("DELETE", `/users/${manager.memberId}`)).status).toBe(404);
    expect((await viewer.call("PUT", `/users/${viewer.memberId}/role`, { role: "manager" })).status).toBe(404);
    expect((await manager.call("GET", "/preferences")).data).toEqual({ email: false, in_app: true });
    await manager.call("PUT", "/preferences", { email: false, in_app: true });
    const where = { action: "customer.news_chosen", subjectId: String(own.customerId) };
    const noted = await system(tx => tx.auditEntry.findMany({ where }));
    expect(noted, "what is the same is no change").toMatchObject([
      { actorId: String(manager.userId), detail: { from: ["email", "in_app"], to: ["in_app"] } },
    ]);
  });

  test("002: an export comes whole and uncached, and the audit trail keeps who took it; one that does not open says so", async () => {
    const [workflow] = (await listOf(manager)).items;
    const before = await countAudit("customer.export_downloaded");
    const path = `/workflows/${workflow?.id}/export`;
    const asked = await manager.call("GET", `${path}?dry_run=true`);
    expect([asked.status, asked.data]).toEqual([200, { is_there: true, name: `workflow-${workflow?.zuora_id}.json` }]);
    expect(await countAudit("customer.export_downloaded"), "asking takes nothing").toBe(before);
    const file = await manager.call("GET", path);
    expect(JSON.parse(file.text)).toHaveProperty("tasks");
    expect(file.headers.get("cache-control")).toBe("private, no-store");
    expect(file.headers.get("content-disposition")).toContain(`workflow-${workflow?.zuora_id}.json`);
    const entry = await system(tx =>
      tx.auditEntry.findFirstOrThrow({ where: { action: "customer.export_downloaded" }, orderBy: { id: "desc" } }),
    );
    expect([entry.actorId, entry.subjectId, entry.detail]).toEqual([
      String(manager.userId),
      String(own.customerId),
      { workflowId: workflow?.id },
    ]);
    const content = encrypt("{}", { table: "workflow_export", column: "content", row: 1_000_000 });
    await system(tx => tx.workflowExport.update({ where: { workflowId: Number(workflow?.id) }, data: { content } }));
    expect((await manager.call("GET", path)).status, "closed for another row").toBe(409);
    expect((await viewer.call("GET", path)).status, "and still not there for a viewer").toBe(404);
  });

  test("002: workflows are found by a part of their name, by state and trigger, and page by page", async () => {
    const all = await listOf(viewer);
    const walked: number[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof listOf>> = await listOf(
        viewer,
        `?limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`,
      );
      walked.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(walked).toEqual(all.items.map(({ id }) => id));
    const part = String(all.items[0]?.name).slice(1, 6).toUpperCase();
    const found = await listOf(viewer, `?q=${encodeURIComponent(part)}`);
    expect(found.items.map(({ id }) => id)).toContain(all.items[0]?.id);
    expect((await listOf(viewer, "?q=%25")).total, "a sign is a sign").toBe(0);
    const counts = [];
    for (const filter of ["state=active", "state=inactive", "trigger=scheduled"])
      counts.push((await listOf(viewer, `?${filter}`)).total);
    expect(Number(counts[0]) + Number(counts[1])).toBe(all.total);
    expect((await viewer.call("GET", "/workflows?state=odd")).status).toBe(422);
  });

  test("002: an admin, somebody without a customer, and nobody are refused at the door", async () => {
    expect((await callOwnApi("", "GET", "/workflows")).status).toBe(401);
    const { headers } = await proxy(new NextRequest("http://localhost/customer/changes"));
    expect(headers.get("location"), "what a mail led to is not lost").toBe(
      "http://localhost/login?next=%2Fcustomer%2Fchanges&with=email",
    );
    await system(tx => tx.$executeRaw`UPDATE session SET customer_id = NULL WHERE id = ${stranger.sid}`);
    expect((await stranger.call("GET", "/workflows")).status).toBe(403);
    await system(tx => tx.$executeRaw`UPDATE session SET customer_id = ${own.customerId} WHERE id = ${stranger.sid}`);
    expect((await stranger.call("GET", "/workflows")).status, "a session that names a customer is no right to it").toBe(
      404,
    );
    await system(
      tx => tx.$executeRaw`UPDATE session SET customer_id = ${foreign.customerId} WHERE id = ${stranger.sid}`,
    );
  });
});

const tokenOf = async (email: string) => {
  const [mail] = (await listMails(email)).filter(({ link }) => link?.includes("/join/"));
  return mail?.link?.split("/join/")[1] ?? expect.unreachable("no link");
};
const invite = (email: string, role = "viewer", by = manager) => by.call("POST", "/users", { email, role });

/** Goes through an invite in one browser; returns its cookies and the answer of the last call. */
async function joinBy(token: string, email: string) {
  const asked = await fetchJoin("/join/code", { token });
  const code = (await listMails(email)).find(mail => mail.code)?.code;
  return fetchJoin("/join", { token, challenge_id: asked.data?.challenge_id, otp: code }, asked.cookie);
}
async function fetchJoin(path: string, body: object, cookie = "") {
  const answer = await callOwnApi(cookie, "POST", path, body);
  const set = answer.headers.getSetCookie().map(one => one.split(";")[0]);
  return { ...answer, cookie: [cookie, ...set].filter(Boolean).join("; ") };
}

describe("invites", () => {
  test("002: an invite brings a code to its address, and the code an account, a role and a session in that customer; the link is used up", async () => {
    const email = "Fresh@Example.com";
    expect((await invite(email, "manager")).status).toBe(201);
    const token = await tokenOf("fresh@example.com");
    const [kept] = await system(tx => tx.customerInvite.findMany({ where: { email: "fresh@example.com" } }));
    expect(JSON.stringify(kept)).not.toContain(token);
    const joined = await joinBy(token, "fresh@example.com");
    expect([joined.status, joined.data]).toEqual([200, { redirect_to: "/customer" }]);
    expect((await callOwnApi(joined.cookie, "GET", "/users")).status).toBe(200);
    const account = await system(tx => tx.user.findFirstOrThrow({ where: { email: "fresh@example.com" } }));
    expect([account.emailConfirmed, await system(tx => listRoles(tx, account.id))]).toEqual([
      true,
      [{ role: "customer", storeId: null }],
    ]);
    const again = await fetchJoin("/join/code", { token });
    expect(again.status, "accepted before").toBe(409);
    expect((await invite("fresh@example.com")).status, "is there already").toBe(422);
  });

  test("002: who has an account with that confirmed address is the same person; an address that somebody only typed is nobody's", async () => {
    const known = await system(tx =>
      tx.user.create({ data: { email: "Known@example.com", emailConfirmed: true, phoneNumber: "+352621999001" } }),
    );
    await system(tx => tx.user.create({ data: { email: "typed@example.com", phoneNumber: "+352621999002" } }));
    for (const email of ["known@example.com", "typed@example.com"]) {
      await invite(email);
      expect((await joinBy(await tokenOf(email), email)).status).toBe(200);
    }
    const users = await system(tx =>
      tx.customerUser.findMany({ where: { customerId: own.customerId }, select: { userId: true } }),
    );
    expect(users.map(({ userId }) => userId)).toContain(known.id);
    const typed = await system(tx =>
      tx.user.findMany({ where: { email: "typed@example.com" }, orderBy: { id: "asc" } }),
    );
    expect(typed.map(({ phoneNumber, emailConfirmed }) => [phoneNumber, emailConfirmed])).toEqual([
      ["+352621999002", false],
      [null, true],
    ]);
    await system(tx => tx.user.update({ where: { id: known.id }, data: { disabledAt: new Date() } }));
    await invite("known@example.com", "viewer", stranger);
    expect((await joinBy(await tokenOf("known@example.com"), "known@example.com")).status, "a closed account").toBe(
      403,
    );
  });

  test("002: a link is good for seven days, until it is taken back, and until a newer one is sent; each says so", async () => {
    const email = "late@example.com";
    const { data } = await invite(email);
    const first = await tokenOf(email);
    const id = (data as unknown as { invite: { id: number } }).invite.id;
    const resent = await manager.call("POST", `/invites/${id}/resend`, {});
    expect(resent.status).toBe(200);
    const reasonOf = async (token: string) => {
      const { status, data: said } = await fetchJoin("/join/code", { token });
      return [status, (said as { reason?: string } | null)?.reason];
    };
    expect(await reasonOf(first)).toEqual([410, "replaced"]);
    const second = await tokenOf(email);
    await system(
      tx =>
        tx.$executeRaw`UPDATE customer_invite SET expires_at = now() - interval '1 second' WHERE email = ${email} AND revoked_at IS NULL`,
    );
    expect(await reasonOf(second)).toEqual([410, "expired"]);
    await invite(email);
    const third = await tokenOf(email);
    const { invites } = (await manager.call("GET", "/users")).data as unknown as {
      invites: { id: number; email: string }[];
    };
    const open = invites.filter(one => one.email === email);
    expect(open, "one open invite at a time").toHaveLength(1);
    expect((await manager.call("POST", `/invites/${open[0]?.id}/revoke`, {})).status).toBe(200);
    expect(await reasonOf(third)).toEqual([410, "revoked"]);
    expect(await reasonOf("x".repeat(43))).toEqual([404, undefined]);
    expect((await invite(email)).status, "three in ten minutes").toBe(429);
  });

  test("002: the code of one invite is no other's, a wrong one is counted, and a sign-in's lets nobody in here", async () => {
    const [one, other] = ["one-code@example.com", "other-code@example.com"];
    await invite(one);
    await invite(other);
    const [mine, theirs] = [await tokenOf(one), await tokenOf(other)];
    const asked = await fetchJoin("/join/code", { token: mine });
    const code = (await listMails(one)).find(mail => mail.code)?.code;
    const answer = (token: string, otp: unknown) =>
      fetchJoin("/join", { token, challenge_id: asked.data?.challenge_id, otp }, asked.cookie);
    expect((await answer(theirs, code)).status).toBe(422);
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
    expect([(await answer(mine, wrong)).status, (await answer(mine, wrong)).data]).toEqual([422, { tries_left: 3 }]);
    const elsewhere = await callOwnApi("", "POST", "/join", {
      token: mine,
      challenge_id: asked.data?.challenge_id,
      otp: code,
    });
    expect(elsewhere.status, "in another browser").toBe(422);
    expect((await answer(mine, code)).status).toBe(200);
    expect(
      await system(tx => tx.customerUser.count({ where: { customerId: own.customerId, user: { email: other } } })),
    ).toBe(0);
  });

  test("002: a customer that is full has no room, for which the access test does not ask; invites that have run out take none", async () => {
    const { customerId } = foreign;
    await system(
      tx => tx.$executeRaw`
        INSERT INTO customer_invite (customer_id, email, role, token_hash, created_at, sent_at, expires_at)
        SELECT ${customerId}, 'full' || n || '@example.com', 'viewer', encode(sha256(n::text::bytea), 'hex'), app_now(), app_now(), app_now() + interval '1 day'
        FROM generate_series(1, 200) n`,
    );
    const more = () => invite("more@example.com", "viewer", stranger);
    expect((await more()).status).toBe(409);
    const asked = { email: "more@example.com", role: "viewer" };
    expect((await stranger.call("POST", "/users?dry_run=true", asked)).status).toBe(200);
    const full = { customerId, email: { startsWith: "full" } };
    await system(tx => tx.$executeRaw`UPDATE customer_invite SET expires_at = app_now() WHERE email LIKE 'full%'`);
    expect((await more()).status).toBe(201);
    await system(tx => tx.customerInvite.deleteMany({ where: full }));
  });

  test("002: who looks and is asked to manage becomes a manager, and nobody who was removed is let in by an older mail", async () => {
    const contact = await newCustomerPerson(own.customerId, "viewer");
    const { customerId } = own;
    const { email } = contact;
    const askBySystem = async () => {
      await system(tx => sendInvite(tx, { customerId, email, role: "manager", invitedById: null }));
      return tokenOf(email);
    };
    expect((await joinBy(await askBySystem(), email)).status).toBe(200);
    const mail = () => {
      const where = { recipient: email, dedupeKey: { startsWith: "customer.invite:" } };
      return system(tx => tx.outboxMessage.findFirst({ where, orderBy: { createdAt: "desc" } }));
    };
    expect(await mail(), "taken up: nobody sends its mail again").toMatchObject({ state: "failed", errorCode: "over" });
    const member = () => system(tx => tx.customerUser.findFirst({ where: { customerId, userId: contact.userId } }));
    expect((await member())?.role).toBe("manager");
    // What was taken from somebody no older mail gives back, and one that has not left stays here.
    const again = await askBySystem();
    expect((await manager.call("PUT", `/users/${contact.memberId}/role`, { role: "viewer" })).status).toBe(200);
    expect((await fetchJoin("/join/code", { token: again })).status).toBe(410);
    expect(await mail()).toMatchObject({ state: "failed", errorCode: "over" });
    const open = await askBySystem();
    expect((await manager.call("DELETE", `/users/${contact.memberId}`)).status).toBe(200);
    expect([await member(), (await fetchJoin("/join/code", { token: open })).status]).toEqual([null, 410]);
  });

  test("002: twenty who ask for the same at once leave one open invite", async () => {
    const email = "rush@example.com";
    const statuses = (await Promise.all(Array.from({ length: 8 }, () => invite(email)))).map(({ status }) => status);
    expect(statuses.filter(status => status === 201)).toHaveLength(3);
    expect(statuses.every(status => status === 201 || status === 429)).toBe(true);
    const open = { email, acceptedAt: null, revokedAt: null };
    expect(await system(tx => tx.customerInvite.count({ where: open }))).toBe(1);
  });
});

describe("who is there", () => {
  test("002: another role holds at the next request, who is removed is out at the next, and the last manager stays", async () => {
    const second = await newCustomerPerson(own.customerId, "viewer");
    expect((await manager.call("PUT", `/users/${second.memberId}/role`, { role: "manager" })).status).toBe(200);
    expect((await second.call("GET", "/users")).status).toBe(200);
    expect((await manager.call("PUT", `/users/${second.memberId}/role`, { role: "viewer" })).status).toBe(200);
    expect((await second.call("GET", "/users")).status).toBe(404);
    expect((await manager.call("DELETE", `/users/${second.memberId}`)).status).toBe(200);
    expect((await second.call("GET", "/workflows")).status).toBe(403);
    expect(await findSession(second.sid)).toMatchObject({ customerId: null, roles: [] });
    const lone = await newCustomerPerson(foreign.customerId, "viewer");
    const closed = await newCustomerPerson(foreign.customerId, "manager");
    await system(tx => tx.user.update({ where: { id: closed.userId }, data: { disabledAt: new Date() } }));
    // Neither whose account is closed nor an access test that goes on manages anything.
    const probe = await openProbe(foreign.customerId, "manager");
    for (const [method, path, body] of [
      ["PUT", `/users/${stranger.memberId}/role`, { role: "viewer" }],
      ["DELETE", `/users/${stranger.memberId}`],
    ] as const)
      expect((await stranger.call(method, path, body)).status, "the last manager").toBe(409);
    await closeProbe(probe);
    expect((await stranger.call("PUT", `/users/${lone.memberId}/role`, { role: "manager" })).status).toBe(200);
    // Both at once: one of them is too late, and finds nobody, or is out already.
    const both = await Promise.all([
      lone.call("DELETE", `/users/${stranger.memberId}`),
      stranger.call("DELETE", `/users/${lone.memberId}`),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, expect.toBeOneOf([403, 404])]);
  });

  test("002: of two managers who go at the same moment the second stays", async () => {
    const second = await newCustomerPerson(own.customerId, "manager");
    const others = { customerId: own.customerId, role: "manager", id: { notIn: [second.memberId, manager.memberId] } };
    const left = await system(tx => tx.customerUser.findMany({ where: others, select: { id: true } }));
    await system(tx => tx.customerUser.updateMany({ where: others, data: { role: "viewer" } }));
    const { going } = await system(async tx => {
      // What the first one's own request does: it holds the customer, then goes.
      await holdPeople(tx, own.customerId);
      await tx.customerUser.update({ where: { id: second.memberId }, data: { role: "viewer" } });
      const call = manager.call("PUT", `/users/${manager.memberId}/role`, { role: "viewer" });
      await setTimeout(200);
      return { going: call };
    });
    expect((await going).status).toBe(409);
    const ids = { id: { in: left.map(({ id }) => id) } };
    await system(tx => tx.customerUser.updateMany({ where: ids, data: { role: "manager" } }));
  });

  test("002: whom two customers remove at once holds the role no more", async () => {
    const both = await newCustomerPerson(own.customerId, "viewer");
    await newCustomerPerson(foreign.customerId, "viewer", both);
    const removal = await system(async tx => {
      // What the other customer does at the same moment.
      await tx.$queryRaw`SELECT id FROM "user" WHERE id = ${both.userId} FOR NO KEY UPDATE`;
      await tx.customerUser.deleteMany({ where: { userId: both.userId, customerId: foreign.customerId } });
      const going = manager.call("DELETE", `/users/${both.memberId}`);
      await setTimeout(200);
      return { going };
    });
    expect((await removal.going).status).toBe(200);
    expect(await system(tx => listRoles(tx, both.userId))).toEqual([]);
  });

  test("002: who works in several customers chooses, sees the chosen one only, and a page that shows another acts on neither", async () => {
    const other = await newCustomerPerson(foreign.customerId, "manager", viewer);
    const session = (await findSession(other.sid)) ?? expect.unreachable("no session");
    const places = await listPlaces(session);
    expect(places.map(place => [place.role, place.customerId, place.isCurrent])).toEqual([
      ["customer", foreign.customerId, true],
      ["customer", own.customerId, false],
    ]);
    const caller = { address: "192.0.2.1", agent: "test" };
    const arrived = () =>
      system(async tx =>
        arrive(tx, { userId: other.userId, storeId: null, audience: "customer", roles: session.roles }),
      );
    expect(await arrived()).toMatchObject({ redirectTo: "/choose", customerId: foreign.customerId });
    const shown = { email: true, in_app: true, customer_id: own.customerId };
    expect((await other.call("PUT", "/preferences", shown)).status, "drawn for the other one").toBe(404);
    expect(
      (await other.call("POST", "/users", { email: "x@example.com", role: "viewer", customer_id: own.customerId }))
        .status,
    ).toBe(404);
    expect((await other.call("POST", "/sync", { customer_id: own.customerId })).status).toBe(404);
    await choosePlace(session, { role: "customer", storeId: null, customerId: own.customerId }, caller);
    expect((await other.call("GET", "/users")).status, "a viewer there").toBe(404);
    await expect(
      choosePlace(session, { role: "customer", storeId: null, customerId: 999_999 }, caller),
    ).rejects.toMatchObject({ code: "not_found" });
    await system(tx => tx.customerUser.deleteMany({ where: { userId: other.userId, customerId: foreign.customerId } }));
    expect(await arrived()).toMatchObject({ redirectTo: "/customer", customerId: own.customerId });
  });

  test("002: later somebody signs in by a code to their address, and works in their customer", async () => {
    const browser = "c".repeat(32);
    const caller = { browser, address: "192.0.2.7", agent: "test" };
    const { challengeId } = await sendOtp({ email: manager.email, audience: "customer" }, caller);
    const code = (await listMails(manager.email)).find(mail => mail.code)?.code ?? "";
    const signedIn = await verifyOtp({ challengeId, otp: code }, { arrive, caller });
    expect(signedIn.redirectTo).toBe("/customer");
    expect(await findSession(signedIn.sid)).toMatchObject({ customerId: own.customerId });
  });
});
