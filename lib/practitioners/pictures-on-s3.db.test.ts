import { afterAll, afterEach, expect, test, vi } from "vitest";
import { transaction } from "@/lib/platform/db";
import { giveUpSeats } from "@/lib/platform/outbound/seats";
import { drawPicture } from "@/lib/platform/testing/draw-picture";
import { newPractitioner } from "@/lib/platform/testing/new-practitioner";
import { toPicture } from "@/lib/platform/uploads/picture";
import { purgeShelf } from "@/lib/platform/uploads/purge";
import { showUpload } from "@/lib/platform/uploads/queries";
import { keepUpload } from "@/lib/platform/uploads/service";
import { startSandbox } from "../sandbox";

const sandbox = await startSandbox({ port: 0, latencyMs: 0 });
const bucket = {
  S3_ENDPOINT: `${sandbox.url}/s3/`,
  S3_REGION: "eu-central-1",
  S3_BUCKET: "gangway",
  S3_ACCESS_KEY_ID: "s3_sandbox_key",
  S3_SECRET_ACCESS_KEY: "s3_sandbox_secret_0123456789abcdef",
  OUTBOUND_PRIVATE_ORIGINS: sandbox.url,
};
for (const [name, value] of Object.entries(bucket)) vi.stubEnv(name, value);
// Everything that is asked of the folder is asked of the bucket.
await import("./pictures.db.test");
const { s3Store } = await import("@/lib/platform/uploads/s3");
const { env } = await import("@/lib/platform/env");

const own = env.s3 as NonNullable<typeof env.s3>;

const control = (path: string, method = "GET", body?: unknown) =>
  fetch(`${sandbox.url}${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
const fault = (rule: Record<string, unknown>) => control("/_faults", "PUT", { upstream: "s3", ...rule });
const callsOf = async (operation: string): Promise<{ status: number }[]> =>
  (await control(`/_calls?upstream=s3&operation=${operation}`)).json();
const idOf = (url: string) => url.split("/").at(-1) ?? "";
const keep = async (userId: number) => idOf((await keepUpload(userId, await drawPicture())).url);
const countRows = (userId: number) => transaction("system", tx => tx.upload.count({ where: { userId } }));

afterEach(async () => {
  await control("/_faults", "DELETE");
  // One good answer, or the outages of one test would open the circuit for the next.
  await keep((await newPractitioner()).userId);
  await control("/_calls", "DELETE");
});
afterAll(async () => {
  await giveUpSeats();
  await sandbox.close();
});

test("003: a picture on S3 is shown from the address that it has on a disk, byte for byte", async () => {
  const { userId } = await newPractitioner();
  const { sizes } = await toPicture(await drawPicture());
  const id = await keep(userId);
  const shown = await showUpload(id, "medium");
  expect(Buffer.from(await shown.arrayBuffer())).toEqual(sizes.medium);
  expect(shown.headers.get("content-type")).toBe("image/webp");
  expect((await callsOf("write")).map(({ status }) => status)).toEqual([200, 200, 200]);
  await expect(showUpload("0".repeat(32), "small")).rejects.toMatchObject({ code: "not_found" });
});

test("bar 88: a bucket that is away, answers nonsense or says no keeps nothing, and is said to be unavailable", async () => {
  const { userId } = await newPractitioner();
  const id = await keep(userId);
  for (const wrong of ["403", "404", "500", "html", "reset"]) {
    await fault({ fault: wrong, operation: "write" });
    await expect.soft(keep(userId), wrong).rejects.toMatchObject({ code: "unavailable" });
    await control("/_faults", "DELETE");
    expect.soft(await keep(userId), "a good answer in between").toHaveLength(32);
  }
  expect(await countRows(userId)).toBe(6);
  for (const wrong of ["403", "404", "html", "malformed", "cut", "empty"]) {
    await fault({ fault: wrong, operation: "read" });
    await expect.soft(showUpload(id, "large"), wrong).rejects.toMatchObject({ code: "unavailable" });
    await control("/_faults", "DELETE");
    expect.soft((await showUpload(id, "large")).status).toBe(200);
  }
  // One of three sizes is refused: what went up beside it is taken back.
  await fault({ fault: "403", operation: "write", after: 1, times: 1 });
  const half = "cd".repeat(16);
  const { sizes } = await toPicture(await drawPicture());
  await expect(s3Store(own).write(half, sizes)).rejects.toMatchObject({ code: "unavailable" });
  for (const size of ["small", "medium", "large"] as const) expect(await s3Store(own).read(half, size)).toBeNull();
});

test("bar 92: a list of the bucket that leads back to its beginning is given up, and nothing is removed for it", async () => {
  const { sizes } = await toPicture(await drawPicture());
  const id = "ef".repeat(16);
  await s3Store(own).write(id, sizes);
  await fault({ fault: "duplicates", operation: "list" });
  await expect(purgeShelf("ef", -10_000)).rejects.toMatchObject({ code: "unavailable" });
  await control("/_faults", "DELETE");
  expect(await s3Store(own).read(id, "small")).toEqual(sizes.small);
  expect(await purgeShelf("ef", -10_000)).toBe(1);
});

test("bar 88: what another secret has signed is refused by the bucket, and so is a bucket that is not there", async () => {
  const { sizes } = await toPicture(await drawPicture());
  const wrong = [{ secretAccessKey: "another" }, { accessKeyId: "another" }, { bucket: "another" }];
  for (const part of wrong)
    await expect
      .soft(s3Store({ ...own, ...part }).write("ab".repeat(16), sizes))
      .rejects.toMatchObject({ code: "unavailable" });
  await expect(s3Store({ ...own, bucket: "another" }).read("ab".repeat(16), "small")).rejects.toMatchObject({
    code: "unavailable",
  });
  expect(await s3Store(own).read("ab".repeat(16), "small")).toBeNull();
});
