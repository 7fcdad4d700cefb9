import { expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { readPlaceText } from "@/lib/platform/http/place-text";
import { newAgentAccount } from "@/lib/platform/testing/sandbox-rezen";
import { listChanges } from "./queries/changes";
import { listAwards, listPayments, listTeamCaps } from "./queries/earnings";
import { listContributors, listTier } from "./queries/network";

test("bar 24: a place that no text of the database can be is the beginning of each list, and nothing in an address", async () => {
  const { userId } = await newAgentAccount(null);
  await transaction("system", async tx => {
    await tx.$executeRaw`
      INSERT INTO equity_transactions (user_id, id, shares) VALUES (${userId}, 'a', 1)`;
  });
  expect((await listAwards(userId, "a")).items, "behind the last").toEqual([]);
  for (const place of ["\0", "a\0", "a".repeat(401)]) {
    expect((await listAwards(userId, place)).items).toHaveLength(1);
    const others = await Promise.all([
      ...[listPayments(userId, place), listTeamCaps(userId, place), listTier(userId, 1, place)],
      ...[listContributors(userId, { currency: "USD", cursor: `1_${place}` })],
      ...[listChanges(userId, { cursor: `listings.${place}` })],
    ]);
    for (const { items, next } of others) expect([items, next]).toEqual([[], null]);
    expect(readPlaceText(place)).toBeUndefined();
  }
});
