/** How a request is signed, for who has to write it: the text to sign, samples to copy, and values to check one's own against. */
export const signingGuide = {
  stringToSign: "{timestamp}.{account id}.{METHOD}.{path}.{sha256 of the body in hex}",
  vectors: [
    {
      secret: "demo_calling_secret_0123456789abcdef0123456789abcdef",
      accountId: "acct_calling",
      timestamp: "1760000000",
      method: "POST",
      path: "/api/v1/calling/practitioners",
      body: '{"records":[{"phone_number":"+14155550132","name":"John Doe"}]}',
      stringToSign:
        "1760000000.acct_calling.POST./api/v1/calling/practitioners.20deb994dd3dd5ad88bc537d300f66f5f4d9a5e13450d50116fb12555dabccb3",
      signature: "b084d91b0ea56bc504e158e1c49c5564add2f3de7366d7d768371953a2cd0d01",
    },
    {
      secret: "demo_calling_secret_0123456789abcdef0123456789abcdef",
      accountId: "acct_calling",
      timestamp: "1760000001",
      method: "POST",
      path: "/api/v1/calling/practitioners?trace=%C3%A9%20a+b&x=",
      body: '{"records":[{"phone_number":"+33612345678","name":"Zoë Müller 🙂"}]}',
      stringToSign:
        "1760000001.acct_calling.POST./api/v1/calling/practitioners?trace=%C3%A9%20a+b&x=.a4122078080c54ac15eb6ba88695caa9c2ce84f6cfe4262f249dacbf514dcd29",
      signature: "f360fcb637dbe651463dd7765854cf8c6ff56566579b2ac75f103844293aec54",
    },
    {
      secret: "demo_calling_secret_0123456789abcdef0123456789abcdef",
      accountId: "acct_calling",
      timestamp: "1760000002",
      method: "GET",
      path: "/api/v1/calling/practitioners",
      body: "",
      stringToSign:
        "1760000002.acct_calling.GET./api/v1/calling/practitioners.e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      signature: "d01a93a8f6aea12cbc450596890c1f02da51721934677302570d70fdfb82c097",
    },
  ],
  samples: {
    shell: `# ORIGIN, ACCOUNT and SECRET come from the environment
path=/api/v1/calling/practitioners
body='{"records":[{"phone_number":"+14155550132","name":"John Doe"}]}'
timestamp=$(date +%s)
hash=$(printf %s "$body" | openssl dgst -sha256 -r | cut -d ' ' -f 1)
signature=$(printf %s "$timestamp.$ACCOUNT.POST.$path.$hash" | openssl dgst -sha256 -hmac "$SECRET" -r | cut -d ' ' -f 1)
curl -sS "$ORIGIN$path" -H "Content-Type: application/json" -H "x-ons-account-id: $ACCOUNT" \\
  -H "x-ons-timestamp: $timestamp" -H "x-ons-signature: v1=$signature" --data-binary "$body"
`,
    node: `// node send.mjs, with ORIGIN, ACCOUNT and SECRET in the environment
import { createHash, createHmac } from "node:crypto";

const { ORIGIN, ACCOUNT, SECRET } = process.env;
const path = "/api/v1/calling/practitioners";
const body = JSON.stringify({ records: [{ phone_number: "+14155550132", name: "John Doe" }] });
const timestamp = String(Math.floor(Date.now() / 1000));
const hash = createHash("sha256").update(body).digest("hex");
const text = [timestamp, ACCOUNT, "POST", path, hash].join(".");
const signature = "v1=" + createHmac("sha256", SECRET).update(text).digest("hex");
const headers = {
  "Content-Type": "application/json",
  "x-ons-account-id": ACCOUNT,
  "x-ons-timestamp": timestamp,
  "x-ons-signature": signature,
};
const answer = await fetch(ORIGIN + path, { method: "POST", body, headers });
console.log(answer.status, await answer.text());
`,
    python: `# python3 send.py, with ORIGIN, ACCOUNT and SECRET in the environment
import hashlib, hmac, json, os, time, urllib.request

path = "/api/v1/calling/practitioners"
body = json.dumps({"records": [{"phone_number": "+14155550132", "name": "John Doe"}]}).encode()
timestamp = str(int(time.time()))
digest = hashlib.sha256(body).hexdigest()
text = ".".join([timestamp, os.environ["ACCOUNT"], "POST", path, digest])
signature = hmac.new(os.environ["SECRET"].encode(), text.encode(), hashlib.sha256).hexdigest()
request = urllib.request.Request(os.environ["ORIGIN"] + path, data=body, method="POST", headers={
    "Content-Type": "application/json",
    "x-ons-account-id": os.environ["ACCOUNT"],
    "x-ons-timestamp": timestamp,
    "x-ons-signature": "v1=" + signature,
})
print(urllib.request.urlopen(request).read().decode())
`,
  },
} as const;
