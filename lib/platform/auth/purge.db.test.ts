import { expect, test } from "vitest";
import { randomToken } from "../crypto";
import { type Tx, transaction } from "../db";
import { enqueueMessage } from "../notifications/outbox";
import { purgeMessages } from "../notifications/purge";
import { revokeDevices } from "./device";
import { purgeSignIns } from "./purge";
import { sendOtp } from "./service";
import { endSession, openSession } from "./session";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const advance = (seconds: number) =>
  system(
    tx => tx.$executeRaw`
      INSERT INTO app_clock (id, advance_seconds) VALUES (1, ${seconds})
      ON CONFLICT (id) DO UPDATE SET advance_seconds = app_clock.advance_seconds + ${seconds}`,
  );
const day = 86_400;

test("challenges go a day after they expired, ended sessions and revoked browsers thirty days after", async () => {
  const { id: userId } = await system(tx => tx.user.create({ data: { phoneNumber: "+352621400001" } }));
  await sendOtp({ phoneNumber: "+352621400001" }, { browser: randomToken(24), address: "192.0.2.1", agent: "test" });
  const ended = await system(async tx => {
    const { sid } = await openSession(tx, { userId, device: randomToken(24) });
    await endSession(tx, sid, "signed_out");
    await revokeDevices(tx, userId);
    return sid;
  });
  const left = () =>
    system(async tx => [await tx.otpChallenge.count(), await tx.session.count(), await tx.device.count()]);
  await advance(day);
  expect(await system(purgeSignIns)).toBe(0);
  await advance(301);
  expect(await system(purgeSignIns)).toBe(1);
  await system(tx => openSession(tx, { userId, device: randomToken(24) }));
  expect(await left()).toEqual([0, 2, 2]);
  await advance(29 * day);
  expect(await system(purgeSignIns)).toBe(2);
  expect(await left()).toEqual([0, 1, 1]);
  expect(await system(tx => tx.session.findUnique({ where: { id: ended } }))).toBeNull();
  await advance(31 * day);
  expect(await system(purgeSignIns)).toBe(1);
});

test("messages go after thirty days, but not before they have ended", async () => {
  const write = () => system(tx => enqueueMessage(tx, { channel: "sms", recipient: "+352621400002", text: "Hello" }));
  await system(tx => tx.outboxMessage.deleteMany());
  await write();
  await write();
  const [first] = await system(tx => tx.outboxMessage.findMany());
  await system(tx => tx.outboxMessage.update({ where: { id: first?.id ?? "" }, data: { state: "sent" } }));
  expect(await system(purgeMessages)).toBe(0);
  await advance(30 * day + 1);
  expect(await system(purgeMessages)).toBe(1);
  expect(await system(tx => tx.outboxMessage.findMany())).toMatchObject([{ state: "pending" }]);
});
