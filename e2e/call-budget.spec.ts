import { transaction } from "@/lib/platform/db";
import { expect, test } from "./fixtures";

const me = "/api/v1/auth/me";

test("a session that called too often waits; its pages, and every other session, do not", async ({ staff }) => {
  const [busy, other] = await Promise.all([staff("operator"), staff("operator")]);
  expect((await busy.request.get(me)).status()).toBe(200);
  // Tests count a hundred times as far; what is left of the minute is taken away instead.
  const { id } = (await (await busy.request.get(me)).json()).data;
  const emptied = await transaction(
    "system",
    tx => tx.$executeRaw`
      UPDATE rate_bucket SET spent = 30000 FROM session s
      WHERE s.user_id = ${id} AND key = 'api:session:' || left(encode(sha256(s.id::bytea), 'hex'), 32)`,
  );
  expect(emptied).toBe(1);
  const refused = await busy.request.get(me);
  expect(refused.status()).toBe(429);
  const { error, data } = await refused.json();
  expect(error.code).toBe("rate_limited");
  expect(Number(refused.headers()["retry-after"])).toBe(data.retry_after);
  expect(data.retry_after).toBeGreaterThan(0);
  expect(data.retry_after).toBeLessThanOrEqual(60);
  expect((await busy.request.get("/admin")).status(), "a page is no call").toBe(200);
  expect((await other.request.get(me)).status()).toBe(200);
});
