import { crc32 } from "node:zlib";
import type { APIRequestContext } from "@playwright/test";
import sharp from "sharp";
import { expect, test } from "./fixtures";
import { bringPractitionerTo, practitionerApi, signUpPractitioner } from "./own-practitioner";
import { dataOf } from "./people";
import { rawRequest, sendRaw } from "./raw-http";

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 20, g: 120, b: 90 } } });

async function upload(request: APIRequestContext, buffer: Buffer, mimeType: string, name = "picture") {
  const answer = await request.post("/api/v1/uploads", { multipart: { file: { name, mimeType, buffer } } });
  return { status: answer.status(), ...(await answer.json()) };
}

/** A picture of a phone: on its side, with the place where it was taken. */
const fromPhone = () =>
  plain(1200, 800)
    .withExif({ IFD0: { Make: "Spyphone" }, IFD3: { GPSLatitude: "49/1 36/1 0/1" } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

/** A small file that says of itself to be nine hundred million pixels. */
async function bomb(): Promise<Buffer> {
  const bytes = await plain(8, 8).png().toBuffer();
  bytes.writeUInt32BE(30_000, 16);
  bytes.writeUInt32BE(30_000, 20);
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  return bytes;
}

const moving = () =>
  sharp(Buffer.from(Array.from({ length: 10 * 20 * 3 }, (_, at) => (at * 7) % 256)), {
    raw: { width: 10, height: 20, channels: 3, pageHeight: 10 },
  })
    .webp({ loop: 0 })
    .toBuffer();

test("003: a picture is encoded anew, upright, in several sizes, and forgets where it was taken", async ({
  caller,
}) => {
  const { request } = await signUpPractitioner(await caller());
  const { status, data } = await upload(request, await fromPhone(), "image/jpeg");
  expect([status, data.width, data.height]).toEqual([200, 800, 1200]);
  const stranger = await caller();
  for (const [size, height] of Object.entries({ small: 320, medium: 960, large: 1200 })) {
    const shown = await stranger.get(`${data.url}?size=${size}`);
    const bytes = await shown.body();
    const { format, height: tall, exif, orientation } = await sharp(bytes).metadata();
    expect([format, tall, exif, orientation], size).toEqual(["webp", height, undefined, undefined]);
    expect(bytes.includes("Spyphone")).toBe(false);
    expect(shown.headers()).toMatchObject({
      "content-type": "image/webp",
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
    });
  }
  // A picture that is a page and an archive as well: of that nothing is left.
  const alsoAPage = Buffer.concat([await fromPhone(), Buffer.from("<script>alert('both')</script>PK\u0003\u0004zip")]);
  const both = await upload(request, alsoAPage, "image/jpeg", "../../both.html");
  const kept = await (await stranger.get(both.data.url)).body();
  expect([kept.includes("script"), kept.includes("zip"), kept.toString("latin1", 8, 12)]).toEqual([
    false,
    false,
    "WEBP",
  ]);
  for (const kind of ["png", "webp", "avif"] as const)
    expect((await upload(request, await plain(40, 30).toFormat(kind).toBuffer(), `image/${kind}`)).status, kind).toBe(
      200,
    );
});

test("003: what is no picture, is huge, moves or lies is refused with a sentence, and nothing is kept", async ({
  caller,
}) => {
  const { request } = await signUpPractitioner(await caller());
  const jpeg = await plain(40, 30).jpeg().toBuffer();
  const page = Buffer.from("<!doctype html><script>alert(1)</script>");
  const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
  const refused: [string, Promise<Buffer> | Buffer, string, number, string][] = [
    ["a page", page, "image/png", 415, "Choose a picture of type JPEG, PNG, WebP or AVIF"],
    ["a drawing", drawing, "image/svg+xml", 415, "Choose a picture of type JPEG, PNG, WebP or AVIF"],
    ["another type", jpeg, "image/png", 422, "This file is not what it says it is."],
    ["half of it", jpeg.subarray(0, 200), "image/jpeg", 422, "This picture cannot be read."],
    ["a bomb", bomb(), "image/png", 422, "Choose a picture of at most 50 million pixels"],
    ["a film", moving(), "image/webp", 422, "Choose a picture that does not move"],
    ["eleven megabytes", Buffer.alloc(11 * 1024 * 1024, jpeg), "image/jpeg", 413, "This is too large"],
    ["nothing", Buffer.alloc(0), "image/jpeg", 422, "Choose a picture"],
  ];
  for (const [what, bytes, type, status, sentence] of refused) {
    const answer = await upload(request, await bytes, type);
    expect.soft([answer.status, answer.success], what).toEqual([status, false]);
    expect.soft(answer.message, what).toContain(sentence);
  }
  expect((await upload(await caller(), jpeg, "image/jpeg")).status).toBe(401);
  expect((await request.get("/api/v1/uploads/..%2f..%2fsecrets.json")).status()).toBe(404);
});

test("003: a profile takes pictures that its practitioner has uploaded, with texts, and nobody else's", async ({
  caller,
}) => {
  const [one, other] = [await signUpPractitioner(await caller()), await signUpPractitioner(await caller())];
  const { data } = await upload(one.request, await plain(40, 30).png().toBuffer(), "image/png");
  const given = { profile_url: data.url, profile_alt: "Me", banner_urls: [data.url] };
  for (const person of [one, other]) await bringPractitionerTo(person, "visual-profile");
  const address = `${practitionerApi}/step/visual-profile`;
  const stolen = await other.request.post(address, { data: given });
  expect(stolen.status()).toBe(422);
  expect((await stolen.json()).error.errors.map(({ field }: { field: string }) => field)).toEqual([
    "banner_urls.0",
    "profile_url",
  ]);
  expect((await one.request.post(address, { data: given })).status()).toBe(200);
  expect(await dataOf(await one.request.get(address))).toMatchObject({ ...given, banner_alts: [""] });
});

test("003: who sends a picture slowly is the only one to wait, and a second one of theirs is refused unread", async ({
  caller,
  address,
}) => {
  const [{ request }, other] = [await signUpPractitioner(await caller()), await signUpPractitioner(await caller())];
  const { cookies } = await request.storageState();
  const headers = {
    Host: new URL(address).host,
    Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
    Origin: address,
    "Content-Type": "multipart/form-data; boundary=b",
    "Content-Length": "1000",
  };
  // Its end never comes. Where another one of theirs came in just before, it is the one that is refused, and is sent again.
  const sendHalf = async (): Promise<void> => {
    const { status } = await sendRaw(address, rawRequest("POST /api/v1/uploads", headers, "--b\r\n"), 3_000);
    if (status === 429) await sendHalf();
  };
  const half = sendHalf();
  const statusOf = async () => (await upload(request, Buffer.from("no picture"), "image/png")).status;
  await expect.poll(statusOf, { timeout: 9_000, intervals: [50] }).toBe(429);
  expect((await upload(other.request, await plain(40, 30).png().toBuffer(), "image/png")).status).toBe(200);
  await half;
  await expect.poll(statusOf).toBe(415);
});
