import { expect, test } from "vitest";
import { delayAfter } from "./retry";
import { newWebhookSecret } from "./secrets";
import { signedHeaders } from "./sign";

// The sign test of the Standard Webhooks libraries, the same in every language.
const published = {
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  at: new Date(1_614_265_330_000),
  body: '{"test": 2432232314}',
  signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};

test("E25, bar 53: the headers are those of the published vector, and with two secrets there are two signatures", () => {
  const { secret, signature, ...signed } = published;
  const headers = { "content-type": "application/json", "webhook-id": signed.id, "webhook-timestamp": "1614265330" };
  expect(signedHeaders([secret], signed)).toEqual({ ...headers, "webhook-signature": signature });
  const both = signedHeaders([newWebhookSecret(), secret], signed)["webhook-signature"];
  expect(both).toMatch(/^v1,[A-Za-z0-9+/]{43}= v1,[A-Za-z0-9+/]{43}=$/);
  expect(both?.split(" ")[1]).toBe(signature);
});

test("a secret is 32 bytes in base64, and never the same", () => {
  const [one, other] = [newWebhookSecret(), newWebhookSecret()];
  expect(Buffer.from(one.replace("whsec_", ""), "base64")).toHaveLength(32);
  expect(one).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(one).not.toBe(other);
});

test("E25: it is tried again after 5 s, 5 min, 30 min, 2, 5 and 10 h, and last at the end of the day", () => {
  const times: number[] = [0];
  for (let attempts = 1; ; attempts++) {
    const delay = delayAfter({ attempts, ageSeconds: times.at(-1) ?? 0 }, 0);
    if (delay === null) break;
    times.push((times.at(-1) ?? 0) + delay);
  }
  expect(times).toEqual([0, 5, 305, 2105, 9305, 27_305, 63_305, 86_400]);
  expect(delayAfter({ attempts: 2, ageSeconds: 5 }, 1), "a tenth later at most").toBeCloseTo(330);
});

test("what an address asks us to wait is waited, up to an hour, and never beyond the day", () => {
  const after = (retryAfterSeconds: number, ageSeconds = 0) =>
    delayAfter({ attempts: 2, ageSeconds, retryAfterSeconds }, 0);
  expect([after(10), after(1200), after(999_999), after(1200, 86_000)]).toEqual([300, 1200, 3600, 400]);
});
