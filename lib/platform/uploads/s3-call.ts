import { createHash } from "node:crypto";
import { AwsV4Signer } from "aws4fetch";
import { outbound } from "../outbound/outbound";
import { OutboundError } from "../outbound/outbound-error";
import type { OutboundAnswer } from "../outbound/request";

/** A bucket, and who we are there. `endpoint` is its server, whatever stands before the bucket's name in the path included. */
export type Bucket = {
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
};

type S3Call = {
  method: "GET" | "PUT" | "DELETE";
  /** An object's name; none for the bucket itself. */
  key?: string;
  query?: Record<string, string>;
  body?: Buffer;
  statuses?: readonly number[];
  /** Throws OutboundError for an answer that is none. */
  read: (body: Buffer, status: number) => Buffer | null;
};

// A person waits for most of these.
const limits = { connectMs: 3_000, headersMs: 10_000, totalMs: 15_000, wireBytes: 12 * 1024 * 1024 };
const retry = { retries: 1, baseMs: 200, maxWaitMs: 2_000 };

async function sign({ endpoint, bucket, ...who }: Bucket, { method, key, query = {}, body }: S3Call) {
  const url = new URL(`${endpoint}/${bucket}${key === undefined ? "" : `/${key}`}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  // What is signed is the body too, not only that there is one.
  const headers = {
    "X-Amz-Content-Sha256": createHash("sha256")
      .update(body ?? "")
      .digest("hex"),
  };
  const { region, accessKeyId, secretAccessKey } = who;
  const given = { method, url: url.href, headers, region, accessKeyId, secretAccessKey, service: "s3" };
  const signed = await new AwsV4Signer(given).sign();
  return { url: signed.url.href, headers: Object.fromEntries(signed.headers) };
}

/** One signed call to a bucket. Throws OutboundError. */
export async function callBucket(of: Bucket, call: S3Call): Promise<OutboundAnswer<Buffer | null>> {
  const { method, body, statuses, read } = call;
  const { url, headers } = await sign(of, call);
  const type: Record<string, string> = body ? { "content-type": "image/webp" } : {};
  return outbound({
    upstream: "s3",
    ...{ url, method, statuses, limits, retry },
    headers: { ...headers, ...type },
    ...(body ? { body } : {}),
    accept: "bytes",
    // Each of them may be sent twice and comes to the same.
    safe: true,
    isWatched: true,
    read: answer => read(answer.body as Buffer, answer.status),
  });
}

/** An answer of a bucket that is not what was asked for. */
export const unlikeS3 = (): OutboundError => new OutboundError("unexpected", { upstream: "s3", reason: "bad_body" });
