import { beforeAll, beforeEach, expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { listMessages } from "@/lib/platform/notifications/queries";
import { giveKey, newAgentAccount, openSandboxRezen, type SandboxRezen } from "@/lib/platform/testing/sandbox-rezen";
import { listAgents } from "./queries/admin";
import { getStatus } from "./queries/status";
import { syncStepIds } from "./schema/sync";
import { deleteKey } from "./service/delete-key";
import { askToBeTold } from "./service/notify-me";
import { runSync } from "./service/run-sync";
import { startSync } from "./service/start-sync";
import { testKey } from "./service/test-key";

let rezen: SandboxRezen;
type Account = Awaited<ReturnType<typeof newAgentAccount>>;

beforeAll(async () => {
  rezen = await openSandboxRezen();
});
beforeEach(() => rezen.mend());

const self = ({ userId }: Account) => ({ id: userId, roles: [{ role: "agent" }] });
const signal = new AbortController().signal;

/** Runs a sync whose refusals are final, so that one go ends it; its owner wants a mail at its end. */
async function sync(account: Account): Promise<void> {
  await startSync(self(account), {});
  await askToBeTold(account.userId, account.onboardingId, { channel: "email" });
  await runSync(account.onboardingId, { signal, holdsJob: true });
}

/** The last news of an account: under its bell, as sources/000 has it, and the mail that was asked for. */
async function lastNews({ userId }: Account) {
  const [notice, item, email] = await transaction("system", async tx => {
    const where = { userId, kind: { startsWith: "agent_sync" } };
    const last = await tx.notice.findFirstOrThrow({ where, orderBy: { id: "desc" } });
    const [told] = await tx.$queryRaw<{ code: string; message: string }[]>`
      SELECT code, message FROM notification_items WHERE id = ${last.id}`;
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    return [last, told, user.email ?? ""] as const;
  });
  const mails = await listMessages({ to: email });
  return { notice, item, mail: mails.find(({ subject }) => subject?.startsWith("Your data from reZEN")) };
}

const keyOf = ({ userId }: Account) =>
  transaction("system", tx => tx.credential.findFirstOrThrow({ where: { userId } }));

test("bar 69: what is missing for want of a key that works is not promised, and its news leads to the key", async () => {
  const account = await newAgentAccount();
  rezen.fail("listings", "401");
  await sync(account);
  const { notice, item, mail } = await lastNews(account);
  expect(notice).toMatchObject({ kind: "agent_sync_partial", href: "/agent/key", values: { again: "broken_key" } });
  expect(item).toEqual({
    code: "ONBOARDING_COMPLETE",
    message: expect.stringMatching(/^We've synced all your data from ReZEN except: Listings, .*RevShare payments\.$/),
  });
  expect(mail?.body).toContain("Replace your key, and it goes on by itself.");
  expect(mail?.body).toMatch(/Replace the key: \S+\/agent\/key/);
});

test("bar 69: people read the names that the pages have, and that it is tried again", async () => {
  const account = await newAgentAccount();
  rezen.fail("revshare", "403");
  await sync(account);
  const { notice, item, mail } = await lastNews(account);
  expect(notice.values).toMatchObject({ steps: "Revenue share", again: "by_itself" });
  expect(item?.message).toBe("We've synced all your data from ReZEN except: RevShare payments. We will try again.");
  expect(mail?.body).toContain("These are missing: Revenue share. We will try again.");
  expect(await keyOf(account), "one data set breaks no key").toMatchObject({ brokenAt: null });
  expect((await getStatus(account.userId))?.steps.at(-1)).toMatchObject({ error: { code: "permission" } });
});

test("bar 69: a sync that brings nothing has run into an error, and says into which", async () => {
  const account = await newAgentAccount();
  rezen.fail("agent", "401");
  await sync(account);
  const { notice, item, mail } = await lastNews(account);
  const cause = "reZEN no longer accepts your key. Enter a new key, and what is missing is fetched by itself.";
  expect(notice).toMatchObject({ kind: "agent_sync_failed", href: "/agent/key", values: { reason: cause } });
  expect(item).toEqual({ code: "ONBOARDING_ERROR", message: `We've run into an error... ${cause}` });
  expect(mail?.body).toContain(cause);
  expect(mail?.body).not.toContain("Equity");
  expect(await getStatus(account.userId), "contract 6: a 401 leaves Partial").toMatchObject({ status: "Partial" });
});

test("bar 69: a key that may not read its own agent is broken, nobody is called with it, and it goes on once it may", async () => {
  const account = await newAgentAccount();
  rezen.fail("agent", "403");
  const before = rezen.count();
  await sync(account);
  expect(rezen.count() - before, "one call").toBe(1);
  const status = await getStatus(account.userId);
  expect(status).toMatchObject({ state: "failed", waitingFor: "rezen_key", nextRetryAt: null });
  expect(status?.steps.map(({ error }) => error?.code)).toEqual(syncStepIds.map(() => "permission"));
  expect(status?.steps.at(-1)?.error?.message).toMatch(/may not read your data/);
  expect(await keyOf(account)).toMatchObject({ brokenClass: "permission", toldAt: expect.any(Date) });
  expect((await lastNews(account)).notice).toMatchObject({ href: "/agent/key", values: { again: "broken_key" } });
  rezen.mend();
  expect(await testKey({ userId: account.userId }, { agentId: null })).toMatchObject({ ok: true });
  await runSync(account.onboardingId, { signal, holdsJob: true });
  expect(await getStatus(account.userId)).toMatchObject({ status: "Complete" });
});

test("000: the desk says that there is no key, and shows no progress of a run that could not begin, nor when one comes by itself", async () => {
  const account = await newAgentAccount();
  await sync(account);
  const find = async () =>
    (await listAgents({ roles: [{ role: "admin", storeId: null }] })).items.find(
      ({ userId }) => userId === account.userId,
    );
  expect(await find()).toMatchObject({ done: 9, hasKey: true, schedule: { every: "day", nextAt: expect.any(String) } });
  await deleteKey({ userId: account.userId }, "203.0.113.7");
  await startSync(self(account), { restart: true });
  expect(await find()).toMatchObject({
    state: "failed",
    done: 0,
    failed: [],
    hasKey: false,
    schedule: { nextAt: null },
  });
  await giveKey(account.userId, "team");
  expect(await find()).toMatchObject({ hasKey: true });
});
