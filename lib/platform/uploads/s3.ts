import { AppError } from "../errors";
import { log } from "../log";
import { OutboundError } from "../outbound/outbound-error";
import type { PictureStore } from "./picture-store";
import { type Bucket, callBucket, unlikeS3 } from "./s3-call";
import { longestSides, type Size } from "./schema";

const sizes = Object.keys(longestSides) as Size[];
const shelfOf = (prefix: string) => `uploads/${prefix}/`;
const keyOf = (id: string, size: Size) => `${shelfOf(id.slice(0, 2))}${id}/${size}.webp`;
const nothing = () => null;
const waitSeconds = 30;

/** A whole WebP by its own word: what came in half, or from somebody else, must not be shown for a year. */
function requirePicture(bytes: Buffer): Buffer {
  const isPicture = bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WEBP";
  if (!isPicture || bytes.readUInt32LE(4) + 8 !== bytes.length) throw unlikeS3();
  return bytes;
}

/** Nothing under this name, or no such bucket: the first is an answer, the second is a mistake of ours. */
function requireNoSuchKey(bytes: Buffer): null {
  if (bytes.includes("<Code>NoSuchKey</Code>")) return null;
  throw new OutboundError("wrong_address", { upstream: "s3", reason: "http_status", status: 404 });
}

async function put(bucket: Bucket, key: string, body: Buffer): Promise<void> {
  const { headers } = await callBucket(bucket, { method: "PUT", key, body, read: nothing });
  if (!headers.etag) throw unlikeS3();
}

async function remove(bucket: Bucket, id: string): Promise<void> {
  // S3 says 204 of what was not there; others say 404.
  const call = { method: "DELETE", statuses: [404], read: nothing } as const;
  await Promise.all(sizes.map(size => callBucket(bucket, { ...call, key: keyOf(id, size) })));
}

async function write(bucket: Bucket, id: string, made: Record<Size, Buffer>): Promise<void> {
  const sent = await Promise.allSettled(sizes.map(size => put(bucket, keyOf(id, size), made[size])));
  const failed = sent.find(one => one.status === "rejected");
  if (!failed) return;
  // What cannot be removed now goes with the strays.
  await remove(bucket, id).catch(() => undefined);
  throw failed.reason;
}

type Found = { id: string; at: number };
const ours = /^uploads\/[0-9a-f]{2}\/([0-9a-f]{32})\/\w+\.webp$/;
const textOf = (xml: string, name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? "";
const unescapeXml = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|apos|#\d+);/g, (whole, name: string) =>
    name.startsWith("#")
      ? String.fromCodePoint(Number(name.slice(1)))
      : ({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }[name] ?? whole),
  );

async function listPage(bucket: Bucket, prefix: string, token: string): Promise<{ found: Found[]; next: string }> {
  const query = { "list-type": "2", prefix: shelfOf(prefix), ...(token ? { "continuation-token": token } : {}) };
  const requireList = (bytes: Buffer) => {
    if (bytes.includes("</ListBucketResult>")) return bytes;
    throw unlikeS3();
  };
  const { body } = await callBucket(bucket, { method: "GET", query, read: requireList });
  const xml = String(body);
  const found = [...xml.matchAll(/<Contents>.*?<\/Contents>/gs)].flatMap(([entry]) => {
    const id = ours.exec(textOf(entry, "Key"))?.[1];
    return id === undefined ? [] : [{ id, at: Date.parse(textOf(entry, "LastModified")) }];
  });
  return { found, next: unescapeXml(textOf(xml, "NextContinuationToken")) };
}

async function listOld(bucket: Bucket, prefix: string, ageMs: number): Promise<string[]> {
  const newest = new Map<string, number>();
  const seen = new Set<string>();
  let token = "";
  do {
    const { found, next } = await listPage(bucket, prefix, token);
    for (const { id, at } of found) newest.set(id, Math.max(at, newest.get(id) ?? 0));
    // A list that leads back to where we were has no end.
    if (seen.has(next)) throw unlikeS3();
    token = next;
    seen.add(token);
  } while (token !== "");
  const before = Date.now() - ageMs;
  return [...newest].flatMap(([id, at]) => (at < before ? [id] : []));
}

function read(bucket: Bucket, id: string, size: Size): Promise<Buffer | null> {
  const toPicture = (bytes: Buffer, status: number) =>
    status === 404 ? requireNoSuchKey(bytes) : requirePicture(bytes);
  const call = { method: "GET", key: keyOf(id, size), statuses: [404], read: toPicture } as const;
  return callBucket(bucket, call).then(({ body }) => body);
}

// To who sends or looks at a picture it is the same whether the bucket is away, misnamed or closed to us; what it was is in the record of calls.
async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  return work.catch((thrown: unknown) => {
    if (!(thrown instanceof OutboundError)) throw thrown;
    const { kind, reason, status, retryAfterSeconds = waitSeconds } = thrown;
    log.warn({ kind, reason, status }, "the bucket of pictures does not serve");
    throw new AppError("unavailable", { retryAfterSeconds, cause: thrown });
  });
}

/** Pictures in a bucket of anybody who speaks S3, under the names that they have in the folder. Throws `unavailable` when the bucket does not serve. */
export const s3Store = (bucket: Bucket): PictureStore => ({
  write: (id, made) => orUnavailable(write(bucket, id, made)),
  read: (id, size) => orUnavailable(read(bucket, id, size)),
  remove: id => orUnavailable(remove(bucket, id)),
  listOld: (prefix, ageMs) => orUnavailable(listOld(bucket, prefix, ageMs)),
});
