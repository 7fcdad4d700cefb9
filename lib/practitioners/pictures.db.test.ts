import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { transaction } from "@/lib/platform/db";
import { drawPicture } from "@/lib/platform/testing/draw-picture";
import { newPractitioner } from "@/lib/platform/testing/new-practitioner";
import { toPicture } from "@/lib/platform/uploads/picture";
import { purgeShelf } from "@/lib/platform/uploads/purge";
import { admitUpload, keepUpload } from "@/lib/platform/uploads/service";
import { pictureStore } from "@/lib/platform/uploads/store";
import { saveVisualProfile } from "./service/answers";
import { purgePictures } from "./service/pictures";

const folder = await mkdtemp(path.join(tmpdir(), "gangway-pictures-"));
vi.stubEnv("DATA_DIR", folder);
afterAll(() => rm(folder, { recursive: true }));

const system = <T>(go: Parameters<typeof transaction<T>>[1]) => transaction("system", go);
const idOf = (url: string) => url.split("/").at(-1) ?? "";

test("003: a picture that no profile shows goes after a day, and what was never whole with it", async () => {
  const { userId, practitionerId } = await newPractitioner();
  const [shown, banner, unused, fresh] = await Promise.all(
    Array.from({ length: 4 }, async () => (await keepUpload(userId, await drawPicture())).url),
  );
  const profile = { bannerUrls: [String(banner)], bannerAlts: [""], profileUrl: String(shown), profileAlt: null };
  await system(async tx => {
    await saveVisualProfile({ tx, subjectId: practitionerId, onboardingId: 0 }, profile);
    const where = { id: { not: idOf(String(fresh)) } };
    await tx.upload.updateMany({ where, data: { createdAt: new Date(Date.now() - 2 * 86_400_000) } });
  });
  expect(await purgePictures()).toBe(1);
  const kept = await system(tx => tx.upload.findMany({ where: { userId } }));
  const left = [shown, banner, fresh].map(url => idOf(String(url)));
  expect(kept.map(({ id }) => id).sort()).toEqual([...left].sort());
  for (const id of left) expect(await pictureStore().read(id, "small")).not.toBeNull();
  expect(await pictureStore().read(idOf(String(unused)), "small")).toBeNull();

  const { sizes } = await toPicture(await drawPicture());
  // The stray is the last on its shelf, so that a list must be read to its end.
  const [other, stray] = ["0", "1"].map(end => `ab${end.repeat(30)}`) as [string, string];
  for (const id of [stray, other]) await pictureStore().write(id, sizes);
  await system(tx =>
    tx.upload.create({ data: { id: other, userId, width: 4, height: 4, bytes: 1, createdAt: new Date() } }),
  );
  expect(await purgeShelf("ab"), "their rows may be on their way").toBe(0);
  expect(await purgeShelf("ab", -10_000)).toBe(1);
  expect(await pictureStore().read(stray, "small")).toBeNull();
  expect(await pictureStore().read(other, "small")).toEqual(sizes.small);
});

test("003: one picture of a person at a time, a hundred megabytes in all; when many wait the next is not held", async () => {
  const [one, other] = [await newPractitioner(), await newPractitioner()];
  const leave = await admitUpload(one.userId);
  await expect(admitUpload(one.userId)).rejects.toMatchObject({ code: "rate_limited", retryAfterSeconds: 5 });
  (await admitUpload(other.userId))();
  leave();
  (await admitUpload(one.userId))();
  await keepUpload(one.userId, await drawPicture());
  await system(tx => tx.upload.updateMany({ where: { userId: one.userId }, data: { bytes: 100 * 1024 * 1024 } }));
  await expect(admitUpload(one.userId)).rejects.toMatchObject({ code: "rate_limited", retryAfterSeconds: 3600 });
  await expect(admitUpload(one.userId), "a refusal ends it").rejects.toMatchObject({ retryAfterSeconds: 3600 });

  const picture = await drawPicture();
  const all = await Promise.allSettled(Array.from({ length: 12 }, () => toPicture(picture)));
  const refused = all.flatMap(told => (told.status === "rejected" ? [told.reason] : []));
  expect(refused).toMatchObject([{ code: "unavailable" }, { code: "unavailable" }]);
  expect(await toPicture(picture)).toMatchObject({ width: 4 });
});
