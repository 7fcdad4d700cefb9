import { createHash, createHmac } from "node:crypto";
import type { SandboxCall } from "./upstream";

/** Who may call the pretended S3. */
export type S3Account = { accessKeyId: string; secretAccessKey: string };

const longestSkewMs = 15 * 60_000;
const form =
  /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8})\/([^/,]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;
const needed = ["host", "x-amz-content-sha256", "x-amz-date"];

const sha256 = (given: string | Buffer) => createHash("sha256").update(given).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, one => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

const millisecondsOf = (date: string) =>
  Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));

/** The request as Amazon's "Signature Version 4" writes it down before signing. */
function canonical({ method, url, headers }: SandboxCall, names: readonly string[]): string {
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
  const told = names.map(name => `${name}:${(headers[name] ?? "").trim().replace(/\s+/g, " ")}\n`).join("");
  return [method, url.pathname, query, told, names.join(";"), headers["x-amz-content-sha256"]].join("\n");
}

/** Amazon's code for what is wrong with the signature of a call; null when nothing is. Written after the specification, not after our client. */
export function findSignatureFault(call: SandboxCall, account: S3Account): string | null {
  const [, key, day = "", region = "", signed = "", signature] = form.exec(call.headers.authorization ?? "") ?? [];
  if (key === undefined) return "AccessDenied";
  if (key !== account.accessKeyId) return "InvalidAccessKeyId";
  const names = signed.split(";");
  const date = call.headers["x-amz-date"] ?? "";
  if (!needed.every(name => names.includes(name)) || !date.startsWith(day)) return "AccessDenied";
  if (!(Math.abs(Date.now() - millisecondsOf(date)) < longestSkewMs)) return "RequestTimeTooSkewed";
  if (call.headers["x-amz-content-sha256"] !== sha256(call.body)) return "XAmzContentSHA256Mismatch";
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", date, scope, sha256(canonical(call, names))].join("\n");
  const signing = [day, region, "s3", "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${account.secretAccessKey}`);
  return hmac(signing, text).toString("hex") === signature ? null : "SignatureDoesNotMatch";
}
