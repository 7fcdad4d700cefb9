import { createHash } from "node:crypto";
import { findSignatureFault, type S3Account } from "./s3-signature";
import type { SandboxCall, SandboxReply, SandboxUpstream } from "./upstream";

/** The bucket of the pretended S3, and its only account. */
export const sandboxBucket = "gangway";
const account: S3Account = { accessKeyId: "s3_sandbox_key", secretAccessKey: "s3_sandbox_secret_0123456789abcdef" };

// Fewer than are asked for, as S3 may: so that whoever lists must go on to the next page.
const pageKeys = 2;

type Held = { bytes: Buffer; type: string; at: Date };

const xml = (status: number, inner: string): SandboxReply => ({
  status,
  headers: { "content-type": "application/xml" },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${inner}`,
});
const refuse = (status: number, code: string) =>
  xml(status, `<Error><Code>${code}</Code><Message>The request was refused.</Message></Error>`);
const statuses: Record<string, number> = { XAmzContentSHA256Mismatch: 400 };
const codes: Record<number, string> = { 404: "NoSuchBucket", 429: "SlowDown", 500: "InternalError", 503: "SlowDown" };
const etagOf = (bytes: Buffer) => `"${createHash("md5").update(bytes).digest("hex")}"`;

/** Bucket and key of a path-style address; the key is empty for the bucket itself. */
const placeOf = ({ path }: SandboxCall): [bucket: string, key: string] => {
  const [bucket = "", ...key] = decodeURIComponent(path).slice(1).split("/");
  return [bucket, key.join("/")];
};

function list(objects: ReadonlyMap<string, Held>, { url: { searchParams }, fault }: SandboxCall): SandboxReply {
  const prefix = searchParams.get("prefix") ?? "";
  const token = searchParams.get("continuation-token") ?? "";
  // Under this fault each page is the first again.
  const after = fault === "duplicates" ? "" : Buffer.from(token, "base64").toString("utf8");
  const keys = [...objects.keys()].filter(key => key.startsWith(prefix) && key > after).sort();
  const page = keys.slice(0, pageKeys);
  const more = keys.length > page.length ? Buffer.from(page.at(-1) ?? "").toString("base64") : null;
  const entries = page.map(key => {
    const { at, bytes } = objects.get(key) as Held;
    const facts = `<LastModified>${at.toISOString()}</LastModified><ETag>${etagOf(bytes).replaceAll('"', "&quot;")}</ETag>`;
    return `<Contents><Key>${key}</Key>${facts}<Size>${bytes.length}</Size></Contents>`;
  });
  const onward = more ? `<NextContinuationToken>${more}</NextContinuationToken>` : "";
  const head = `<Name>${sandboxBucket}</Name><IsTruncated>${more !== null}</IsTruncated>${onward}`;
  return xml(200, `<ListBucketResult>${head}${entries.join("")}</ListBucketResult>`);
}

function read(held: Held | undefined): SandboxReply {
  if (!held) return refuse(404, "NoSuchKey");
  return { status: 200, headers: { "content-type": held.type, etag: etagOf(held.bytes) }, body: held.bytes };
}

function serve(objects: Map<string, Held>, call: SandboxCall): SandboxReply {
  const fault = findSignatureFault(call, account);
  if (fault) return refuse(statuses[fault] ?? 403, fault);
  const [bucket, key] = placeOf(call);
  if (bucket !== sandboxBucket) return refuse(404, "NoSuchBucket");
  if (key === "") return call.method === "GET" ? list(objects, call) : refuse(405, "MethodNotAllowed");
  if (call.method === "GET") return read(objects.get(key));
  if (call.method === "DELETE") {
    objects.delete(key);
    return { status: 204, body: "" };
  }
  if (call.method !== "PUT") return refuse(405, "MethodNotAllowed");
  const type = call.headers["content-type"] ?? "binary/octet-stream";
  objects.set(key, { bytes: call.body, type, at: new Date() });
  return { status: 200, headers: { etag: etagOf(call.body) }, body: "" };
}

const operations: Record<string, string> = { GET: "read", PUT: "write", DELETE: "remove" };

/** An S3 server with one bucket, in memory, that checks every signature. */
export function s3Sandbox(): SandboxUpstream {
  const objects = new Map<string, Held>();
  return {
    name: "s3",
    prefix: "/s3",
    operation: call => (placeOf(call)[1] === "" ? "list" : (operations[call.method] ?? "unknown")),
    refuse: status => refuse(status, codes[status] ?? "AccessDenied"),
    acts: ["duplicates"],
    handle: call => serve(objects, call),
  };
}
