import { isFull } from "@/lib/platform/testing/full-form";
import { OwnProduct } from "@/lib/platform/testing/own-product";
import { expect, test } from "./fixtures";
import { newCaller } from "./people";

const send = "/api/v1/auth/send-otp";
const numbers = isFull ? 500 : 60;
const sendsPerBlock = 20;

test("bar 8: of hundreds of numbers of one block, each from an address of its own, twenty get a message, nothing else is sent, and an alert tells", async ({
  playwright,
}) => {
  // The budgets as in production, and a proxy in front whose word on the caller's address counts.
  const product = await OwnProduct.start({ RATE_LIMIT_SCALE: "1", TRUST_PROXY_HOPS: "1" });
  try {
    const statuses: number[] = [];
    for (let at = 0; at < numbers; at++) {
      const request = await newCaller(playwright.request, product.address);
      const answer = await request.post(send, {
        data: { phone_number: `+352621555${String(at).padStart(3, "0")}` },
        headers: { "X-Forwarded-For": `203.0.${113 + (at >> 8)}.${at & 255}` },
      });
      statuses.push(answer.status());
      if (answer.status() === 429) expect(Number(answer.headers()["retry-after"])).toBeGreaterThan(0);
      await request.dispose();
    }
    expect(statuses.filter(status => status === 202)).toHaveLength(sendsPerBlock);
    expect(statuses.filter(status => status === 429)).toHaveLength(numbers - sendsPerBlock);
    const count = async (sql: string) => (await product.database.query<{ count: number }>(sql)).rows[0]?.count;
    expect(await count("SELECT count(*)::int AS count FROM outbox_message"), "messages, sent or to be sent").toBe(
      sendsPerBlock,
    );
    expect(await count("SELECT count(*)::int AS count FROM alert WHERE rule = 'otp_block'")).toBe(1);

    const far = await newCaller(playwright.request, product.address);
    const abroad = await far.post(send, { data: { phone_number: "+8613812345678" } });
    expect(abroad.status()).toBe(422);
    expect((await abroad.json()).error.code).toBe("country_not_enabled");
    const other = await far.post(send, {
      data: { phone_number: "+352691123456" },
      headers: { "X-Forwarded-For": "198.51.100.7" },
    });
    expect(other.status(), "another block is nobody's victim").toBe(202);
    await far.dispose();
  } finally {
    await product.end();
  }
});
