import { expect, test } from "./fixtures";

const oddTexts = [
  "%00",
  "%ED%A0%80",
  "%",
  "..%2f..",
  "'%20OR%201=1--",
  "0000-01-01T00:00:00.000Z_1",
  "-271821-04-20T00:00:00.000Z_1",
  "9".repeat(400),
];
const places = (code: string, odd: string) => [
  `/login?challenge=${odd}`,
  `/login?next=${odd}`,
  `/signup/store?challenge=${odd}`,
  `/dev/outbox?to=${odd}`,
  `/api/dev/outbox?to=${odd}`,
  `/choose?next=${odd}`,
  `/store/${odd}/onboarding`,
  `/store/${code}/onboarding/${odd}`,
  `/store/${code}/orders?after=${odd}`,
  `/store/${code}/products?after=${odd}`,
  `/api/v1/${odd}`,
  `/api/v1/store/onboarding/step/order-sync/progress/${odd}`,
];

test("no address, however odd, is answered by a 5xx", async ({ storeAt }) => {
  const owner = await storeAt("complete");
  for (const odd of oddTexts)
    for (const place of places(owner.code, odd)) {
      const answer = await owner.request.get(place, { maxRedirects: 0 });
      expect.soft(answer.status(), place).toBeLessThan(500);
    }
});
