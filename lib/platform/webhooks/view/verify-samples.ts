/** A program that verifies one message: what it is written in, how it is started, and its text, to be copied as it stands. */
type VerifySample = { language: "library" | "node" | "python" | "php"; file: string; run: string; text: string };

const library = `// npm install standardwebhooks
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

const { SECRET = "", ID = "", TIMESTAMP = "", SIGNATURE = "" } = process.env;
const body = readFileSync(0, "utf8");
const headers = { "webhook-id": ID, "webhook-timestamp": TIMESTAMP, "webhook-signature": SIGNATURE };

// Throws for a wrong signature and for an old message.
const message = new Webhook(SECRET).verify(body, headers) as { type: string };
console.log(message.type);
`;

const node = `import { createHmac, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";

const { SECRET = "", ID = "", TIMESTAMP = "", SIGNATURE = "" } = process.env;

/** Takes the bytes as they arrived: what was parsed and written anew has another signature. */
function verify(body: Buffer): boolean {
  if (!(Math.abs(Date.now() / 1000 - Number(TIMESTAMP)) <= 300)) return false;
  const key = Buffer.from(SECRET.replace("whsec_", ""), "base64");
  const wanted = createHmac("sha256", key).update(ID + "." + TIMESTAMP + ".").update(body).digest();
  return SIGNATURE.split(" ").some(one => {
    const [version, text = ""] = one.split(",");
    const given = Buffer.from(text, "base64");
    return version === "v1" && given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}

const body = readFileSync(0);
if (!verify(body)) process.exit(1);
console.log(JSON.parse(body.toString()).type);
`;

const python = `import base64, hashlib, hmac, json, os, sys, time

secret, id, timestamp, signature = (os.environ[name] for name in ("SECRET", "ID", "TIMESTAMP", "SIGNATURE"))


def verify(body):
    """Takes the bytes as they arrived: what was parsed and written anew has another signature."""
    if abs(time.time() - int(timestamp)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = hmac.new(key, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    wanted = "v1," + base64.b64encode(mac).decode()
    return any(hmac.compare_digest(one.encode(), wanted.encode()) for one in signature.split(" "))


body = sys.stdin.buffer.read()
if not verify(body):
    sys.exit(1)
print(json.loads(body)["type"])
`;

const php = `<?php
/** Takes the bytes as they arrived: what was parsed and written anew has another signature. */
function verify(string $body): bool
{
    $timestamp = getenv("TIMESTAMP");
    if (abs(time() - (int) $timestamp) > 300) {
        return false;
    }
    $key = base64_decode(preg_replace("/^whsec_/", "", getenv("SECRET")));
    $text = implode(".", [getenv("ID"), $timestamp, $body]);
    $wanted = "v1," . base64_encode(hash_hmac("sha256", $text, $key, true));
    foreach (explode(" ", getenv("SIGNATURE")) as $one) {
        if (hash_equals($wanted, $one)) {
            return true;
        }
    }
    return false;
}

$body = stream_get_contents(STDIN);
if (!verify($body)) {
    exit(1);
}
echo json_decode($body, true)["type"], "\\n";
`;

/** The same check in four ways; the headers come from the environment, the body from standard input. */
export const verifySamples: readonly VerifySample[] = [
  { language: "library", file: "verify-library.mts", run: "node verify-library.mts < body", text: library },
  { language: "node", file: "verify.mts", run: "node verify.mts < body", text: node },
  { language: "python", file: "verify.py", run: "python3 verify.py < body", text: python },
  { language: "php", file: "verify.php", run: "php verify.php < body", text: php },
];
