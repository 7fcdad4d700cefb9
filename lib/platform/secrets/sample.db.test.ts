import { randomBytes } from "node:crypto";
import { expect, test, vi } from "vitest";

const [oldKey, newKey, otherKey] = [1, 2, 3].map(() => randomBytes(32).toString("base64"));
vi.stubEnv("ENCRYPTION_KEYS", `old:${oldKey},new:${newKey}`);
const { encrypt } = await import("../crypto");
const { transaction } = await import("../db");
const { contentContext } = await import("../notifications/outbox");

/** What a process with these master keys says at its start: null when it starts. */
async function refusalOf(keys: string): Promise<string | null> {
  vi.resetModules();
  vi.stubEnv("ENCRYPTION_KEYS", keys);
  const { requireKeys } = await import("@/lib/secrets");
  return requireKeys().then(
    () => null,
    (error: Error) => error.message,
  );
}

test("bar 56: a key without a canary is held against what bears its id, however much stands before it", async () => {
  const last = "msg_last";
  const [before, behind] = [encrypt("before", contentContext("msg_0")), encrypt("behind", contentContext(last), "new")];
  await transaction(
    "system",
    tx => tx.$executeRaw`
      INSERT INTO outbox_message (id, channel, recipient, payload, state, next_attempt_at, created_at)
      SELECT 'msg_' || at, 'sms'::"OutboxChannel", '+352621000009', ${before}, 'sent'::"OutboxState", now(), now() FROM generate_series(0, 10000) AS s(at)
      UNION ALL SELECT ${last}, 'sms', '+352621000009', ${behind}, 'sent', now(), now()`,
  );
  expect(await refusalOf(`old:${oldKey}`)).toBeNull();
  expect(await refusalOf(`old:${oldKey},new:${otherKey}`)).toContain("the key with the id new is not the one");
  const canaries = await transaction("system", tx => tx.encryptionKey.findMany());
  expect(
    canaries.map(({ id }) => id),
    "nothing is written",
  ).not.toContain("new");
  expect(await refusalOf(`old:${oldKey},new:${newKey}`)).toBeNull();
});
