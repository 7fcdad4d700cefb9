import { mkdtemp, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, expect, test, vi } from "vitest";
import { transaction } from "@/lib/platform/db";
import { newPractitioner } from "@/lib/platform/testing/new-practitioner";
import { readPicture, writePicture } from "@/lib/platform/uploads/disk";
import { toPicture } from "@/lib/platform/uploads/picture";
import { purgeStrays } from "@/lib/platform/uploads/purge";
import { admitUpload, keepUpload } from "@/lib/platform/uploads/service";
import { saveVisualProfile } from "./service/answers";
import { purgePictures } from "./service/pictures";

const folder = await mkdtemp(path.join(tmpdir(), "gangway-pictures-"));
vi.stubEnv("DATA_DIR", folder);
afterAll(() => rm(folder, { recursive: true }));

const system = <T>(go: Parameters<typeof transaction<T>>[1]) => transaction("system", go);
const draw = async () => ({
  bytes: await sharp({ create: { width: 4, height: 4, channels: 3, background: "teal" } })
    .png()
    .toBuffer(),
  type: "image/png",
});
const idOf = (url: string) => url.split("/").at(-1) ?? "";

test("003: a picture that no profile shows goes after a day, and what was never whole with it", async () => {
  const { userId, practitionerId } = await newPractitioner();
  const [shown, banner, unused, fresh] = await Promise.all(
    Array.from({ length: 4 }, async () => (await keepUpload(userId, await draw())).url),
  );
  const profile = { bannerUrls: [String(banner)], bannerAlts: [""], profileUrl: String(shown), profileAlt: null };
  await system(async tx => {
    await saveVisualProfile({ tx, subjectId: practitionerId, onboardingId: 0 }, profile);
    const where = { id: { not: idOf(String(fresh)) } };
    await tx.upload.updateMany({ where, data: { createdAt: new Date(Date.now() - 2 * 86_400_000) } });
  });
  expect(await system(purgePictures)).toBe(1);
  const kept = await system(tx => tx.upload.findMany({ where: { userId } }));
  const left = [shown, banner, fresh].map(url => idOf(String(url)));
  expect(kept.map(({ id }) => id).sort()).toEqual([...left].sort());
  for (const id of left) expect(await readPicture(id, "small")).not.toBeNull();
  expect(await readPicture(idOf(String(unused)), "small")).toBeNull();

  const { sizes } = await toPicture(await draw());
  for (const end of ["0", "1"]) await writePicture(`ab${end.repeat(30)}`, sizes);
  const long = new Date(Date.now() - 2 * 86_400_000);
  await utimes(path.join(folder, "uploads", "ab", `ab${"0".repeat(30)}`), long, long);
  expect(await system(tx => purgeStrays(tx, "ab"))).toBe(1);
  expect(await readPicture(`ab${"0".repeat(30)}`, "small")).toBeNull();
  expect(await readPicture(`ab${"1".repeat(30)}`, "small"), "its row may be on its way").not.toBeNull();
});

test("003: one picture of a person at a time, a hundred megabytes in all; when many wait the next is not held", async () => {
  const [one, other] = [await newPractitioner(), await newPractitioner()];
  const leave = await admitUpload(one.userId);
  await expect(admitUpload(one.userId)).rejects.toMatchObject({ code: "rate_limited", retryAfterSeconds: 5 });
  (await admitUpload(other.userId))();
  leave();
  (await admitUpload(one.userId))();
  await keepUpload(one.userId, await draw());
  await system(tx => tx.upload.updateMany({ where: { userId: one.userId }, data: { bytes: 100 * 1024 * 1024 } }));
  await expect(admitUpload(one.userId)).rejects.toMatchObject({ code: "rate_limited", retryAfterSeconds: 3600 });
  await expect(admitUpload(one.userId), "a refusal ends it").rejects.toMatchObject({ retryAfterSeconds: 3600 });

  const picture = await draw();
  const all = await Promise.allSettled(Array.from({ length: 12 }, () => toPicture(picture)));
  const refused = all.flatMap(told => (told.status === "rejected" ? [told.reason] : []));
  expect(refused).toMatchObject([{ code: "unavailable" }, { code: "unavailable" }]);
  expect(await toPicture(picture)).toMatchObject({ width: 4 });
});
