/** A program that signs and sends one request: what it is called, how it is started, and its text, to be copied as it stands. */
type Sample = { language: "shell" | "typescript" | "python" | "php"; file: string; run: string; text: string };

const shell = `#!/usr/bin/env bash
# For trying things out: the secret is an argument of openssl, which others on this machine can see.
set -euo pipefail
path=/api/v1/partner/user/activate
body='{"partner_user_id":"E-1001","name":"Asha Rao","dob":"1990-04-12","gender":"F","phone_number":"+919812345678","plan_subscription_id":"'"$PLAN"'"}'
timestamp=$(date +%s)
hash=$(printf %s "$body" | openssl dgst -sha256 -r | cut -d ' ' -f 1)
signature=$(printf %s "$timestamp.$ACCOUNT.POST.$path.$hash" | openssl dgst -sha256 -hmac "$SECRET" -r | cut -d ' ' -f 1)
curl -sS "$ORIGIN$path" -w '\\n%{http_code}\\n' --data-binary "$body" \\
  -H "Content-Type: application/json" -H "Idempotency-Key: activate-E-1001-$PLAN" \\
  -H "x-ons-account-id: $ACCOUNT" -H "x-ons-timestamp: $timestamp" -H "x-ons-signature: v1=$signature"
`;

const typescript = `import { createHash, createHmac } from "node:crypto";

const { ORIGIN = "", ACCOUNT = "", SECRET = "", PLAN = "" } = process.env;

/** Signs exactly the bytes that are sent: the body is made into text once. */
async function send(path: string, content: object, key: string): Promise<Response> {
  const body = JSON.stringify(content);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const hash = createHash("sha256").update(body).digest("hex");
  const text = [timestamp, ACCOUNT, "POST", path, hash].join(".");
  const signature = createHmac("sha256", SECRET).update(text).digest("hex");
  const headers = {
    "Content-Type": "application/json",
    "Idempotency-Key": key,
    "x-ons-account-id": ACCOUNT,
    "x-ons-timestamp": timestamp,
    "x-ons-signature": "v1=" + signature,
  };
  return fetch(ORIGIN + path, { method: "POST", body, headers });
}

const member = {
  partner_user_id: "E-1001",
  name: "Asha Rao",
  dob: "1990-04-12",
  gender: "F",
  phone_number: "+919812345678",
  plan_subscription_id: PLAN,
};
const answer = await send("/api/v1/partner/user/activate", member, "activate-E-1001-" + PLAN);
console.log(await answer.text());
console.log(answer.status);
`;

const python = `import hashlib, hmac, json, os, time, urllib.error, urllib.request

origin, account, secret, plan = (os.environ[name] for name in ("ORIGIN", "ACCOUNT", "SECRET", "PLAN"))


def send(path, content, key):
    """Signs exactly the bytes that are sent: the body is made into bytes once."""
    body = json.dumps(content, ensure_ascii=False).encode()
    timestamp = str(int(time.time()))
    text = ".".join([timestamp, account, "POST", path, hashlib.sha256(body).hexdigest()])
    signature = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    request = urllib.request.Request(origin + path, data=body, method="POST", headers={
        "Content-Type": "application/json",
        "Idempotency-Key": key,
        "x-ons-account-id": account,
        "x-ons-timestamp": timestamp,
        "x-ons-signature": "v1=" + signature,
    })
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


status, answer = send("/api/v1/partner/user/activate", {
    "partner_user_id": "E-1001",
    "name": "Asha Rao",
    "dob": "1990-04-12",
    "gender": "F",
    "phone_number": "+919812345678",
    "plan_subscription_id": plan,
}, "activate-E-1001-" + plan)
print(answer)
print(status)
`;

const php = `<?php
// Needs the curl extension.

/** Signs exactly the bytes that are sent: the body is made into text once. */
function send(string $path, array $content, string $key): array
{
    $body = json_encode($content, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
    $account = getenv("ACCOUNT");
    $timestamp = (string) time();
    $text = implode(".", [$timestamp, $account, "POST", $path, hash("sha256", $body)]);
    $signature = hash_hmac("sha256", $text, getenv("SECRET"));
    $curl = curl_init(getenv("ORIGIN") . $path);
    curl_setopt_array($curl, [
        CURLOPT_POST => true,
        CURLOPT_POSTFIELDS => $body,
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 30,
        CURLOPT_HTTPHEADER => [
            "Content-Type: application/json",
            "Idempotency-Key: " . $key,
            "x-ons-account-id: " . $account,
            "x-ons-timestamp: " . $timestamp,
            "x-ons-signature: v1=" . $signature,
        ],
    ]);
    $answer = curl_exec($curl);
    if ($answer === false) {
        throw new RuntimeException(curl_error($curl));
    }
    return [curl_getinfo($curl, CURLINFO_RESPONSE_CODE), $answer];
}

[$status, $answer] = send("/api/v1/partner/user/activate", [
    "partner_user_id" => "E-1001",
    "name" => "Asha Rao",
    "dob" => "1990-04-12",
    "gender" => "F",
    "phone_number" => "+919812345678",
    "plan_subscription_id" => getenv("PLAN"),
], "activate-E-1001-" . getenv("PLAN"));
echo $answer, "\\n", $status, "\\n";
`;

/** The same call in four languages, with nothing but what comes with the language; ORIGIN, ACCOUNT, SECRET and PLAN come from the environment. */
export const samples: readonly Sample[] = [
  { language: "shell", file: "send.sh", run: "bash send.sh", text: shell },
  { language: "typescript", file: "send.mts", run: "node send.mts", text: typescript },
  { language: "python", file: "send.py", run: "python3 send.py", text: python },
  { language: "php", file: "send.php", run: "php send.php", text: php },
];
