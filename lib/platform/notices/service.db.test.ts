import { expect, test } from "vitest";
import { transaction } from "../db";
import { countUnread } from "./queries/unread";
import { type NewNotice, purgeNotices, readNotices, writeNotice } from "./service";

let serial = 0;
const newPerson = async () => {
  const phoneNumber = `+35262199${String(++serial).padStart(4, "0")}`;
  const made = await transaction("system", tx => tx.user.create({ data: { phoneNumber }, select: { id: true } }));
  return made.id;
};
const write = (notice: Pick<NewNotice, "userId" | "dedupeKey">) =>
  transaction("system", tx =>
    writeNotice(tx, { storeId: null, kind: "store_resumed", values: { name: "N" }, href: "/", ...notice }),
  );
const listOf = (userId: number) =>
  transaction("system", tx => tx.notice.findMany({ where: { userId }, orderBy: { id: "asc" } }));

test("a notice with a key is written once, however often it is told at the same time", async () => {
  const userId = await newPerson();
  await Promise.all(Array.from({ length: 10 }, () => write({ userId, dedupeKey: `once:${userId}` })));
  expect((await listOf(userId)).length).toBe(1);
});

test("a notice is gone with the transaction it was told in", async () => {
  const userId = await newPerson();
  const told = transaction("system", async tx => {
    await writeNotice(tx, { userId, storeId: null, kind: "store_resumed", values: {}, href: "/" });
    throw new Error("not after all");
  });
  await expect(told).rejects.toThrow("not after all");
  expect(await listOf(userId)).toEqual([]);
});

test("reading reads one's own, up to the one that was seen, and keeps when it was first read", async () => {
  const [userId, other] = [await newPerson(), await newPerson()];
  for (const who of [userId, other, userId, userId]) await write({ userId: who });
  const [, second] = await listOf(userId);
  expect(await readNotices(userId, second?.id ?? 0)).toEqual({ unread: 1 });
  const readAt = (await listOf(userId))[0]?.readAt;
  expect(await readNotices(userId, 2_147_483_647)).toEqual({ unread: 0 });
  expect((await listOf(userId))[0]?.readAt).toEqual(readAt);
  expect(await countUnread(other)).toBe(1);
});

test("notices go after half a year, read or not, and no earlier", async () => {
  const userId = await newPerson();
  for (let count = 0; count < 3; count++) await write({ userId });
  const [oldest, , newest] = await listOf(userId);
  await transaction("system", async tx => {
    await tx.$executeRaw`UPDATE notice SET created_at = app_now() - interval '181 days' WHERE id = ${oldest?.id}`;
    await tx.$executeRaw`UPDATE notice SET created_at = app_now() - interval '179 days' WHERE id = ${newest?.id}`;
    expect(await purgeNotices(tx)).toBe(1);
  });
  expect((await listOf(userId)).length).toBe(2);
});
