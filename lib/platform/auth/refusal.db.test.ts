import { expect, test } from "vitest";
import { randomToken } from "../crypto";
import { transaction } from "../db";
import { sendOtp } from "./service";

const agent = "pump\r\nSigned in: admin";
const pump = (i: number) =>
  sendOtp(
    { phoneNumber: `+352621456${String(i).padStart(3, "0")}` },
    { browser: randomToken(24), address: `198.51.100.${i}`, agent },
  );
const count = (results: PromiseSettledResult<unknown>[]) =>
  results.filter(({ status }) => status === "fulfilled").length;

test("pumping a block of numbers opens one alert and one audit row, however many sends are refused (bar 8)", async () => {
  const sent = count(await Promise.allSettled(Array.from({ length: 60 }, (_, i) => pump(i))));
  expect(sent).toBe(20);
  const [alerts, refused, messages] = await transaction("system", async tx => [
    await tx.alert.findMany(),
    await tx.auditEntry.findMany({ where: { action: "auth.code_refused" } }),
    await tx.outboxMessage.count(),
  ]);
  expect(messages).toBe(20);
  expect(alerts).toMatchObject([
    { rule: "otp_block", subject: "+352621456•••", closedAt: null, detail: { sends: 20, windowSeconds: 600 } },
  ]);
  expect(refused).toMatchObject([
    {
      actorKind: "anonymous",
      agent: "pump  Signed in: admin",
      detail: { budget: "block_10m", reason: "rate_limited" },
    },
  ]);
  expect(JSON.stringify(refused)).not.toMatch(/\+352621456\d/);
});

test("a closed alert stays closed, and the next time opens a new one", async () => {
  await transaction("system", tx => tx.$executeRaw`UPDATE alert SET closed_at = app_now()`);
  await transaction("system", tx => tx.$executeRaw`DELETE FROM rate_bucket`);
  expect(count(await Promise.allSettled(Array.from({ length: 25 }, (_, i) => pump(100 + i))))).toBe(20);
  const alerts = await transaction("system", tx => tx.alert.findMany({ orderBy: { id: "asc" } }));
  expect(alerts.map(({ closedAt }) => closedAt === null)).toEqual([false, true]);
});
