import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { signatureOf, stringToSign } from "./canonical";
import { readClaim } from "./claim";
import { macOf } from "./mac";
import { samples } from "./view/samples";
import { signingGuide } from "./view/signing-guide";

const slackBody =
  "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
const rfc9421Base = `"date": Tue, 20 Apr 2021 02:07:55 GMT
"@authority": example.com
"content-type": application/json
"@signature-params": ("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"`;
const fromBase64 = (text: string) => Buffer.from(text, "base64");

// Each as its publisher gives it: the sign test of the Standard Webhooks libraries (the same in every language), Slack's "Verifying requests",
// GitHub's "Validating webhook deliveries", RFC 4231 sections 4.2 to 4.4, RFC 9421 appendix B.2.5 with the key of B.1.5.
const published: [name: string, key: string | Buffer, message: string | Buffer, mac: Buffer][] = [
  [
    "Standard Webhooks",
    fromBase64("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    'msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}',
    fromBase64("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
  ],
  [
    "Slack",
    "8f742231b10e8888abcd99yyyzzz85a5",
    `v0:1531420618:${slackBody}`,
    Buffer.from("a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", "hex"),
  ],
  [
    "GitHub",
    "It's a Secret to Everybody",
    "Hello, World!",
    Buffer.from("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", "hex"),
  ],
  [
    "RFC 4231, case 1",
    Buffer.alloc(20, 0x0b),
    "Hi There",
    Buffer.from("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7", "hex"),
  ],
  [
    "RFC 4231, case 2",
    "Jefe",
    "what do ya want for nothing?",
    Buffer.from("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", "hex"),
  ],
  [
    "RFC 4231, case 3",
    Buffer.alloc(20, 0xaa),
    Buffer.alloc(50, 0xdd),
    Buffer.from("773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe", "hex"),
  ],
  [
    "RFC 9421, B.2.5",
    fromBase64("uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ=="),
    rfc9421Base,
    fromBase64("pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8="),
  ],
];

test.each(published)("bar 53: our HMAC is that of %s", (_, key, message, mac) =>
  expect(macOf({ key, message })).toEqual(mac),
);

test.each(signingGuide.vectors)("E3: the documented values of $method $path are right", vector => {
  const text = stringToSign({ ...vector, body: Buffer.from(vector.body) });
  expect(text).toBe(vector.stringToSign);
  expect(signatureOf(vector.secret, text).toString("hex")).toBe(vector.signature);
});

// What each mistake makes of the text, told once more here.
const mistaken: Record<string, (text: string, body: string) => string> = {
  newline: text => `${text}\n`,
  bodyNewline: (text, body) => text.slice(0, -64) + hashOf(`${body}\n`),
  spaces: (text, body) => text.slice(0, -64) + hashOf(body.replaceAll(/([:,])"/g, '$1 "')),
  bodyItself: (text, body) => text.slice(0, -64) + body,
  smallMethod: text => text.replace("POST", "post"),
  wholeAddress: text => text.replace("POST./", "POST.https://gangway.example/"),
};
const hashOf = (body: string) => createHash("sha256").update(body).digest("hex");

test.each(signingGuide.mistakes)("E3: $mistake is told by the signature that it makes", ({ mistake, signature }) => {
  const [{ secret, body, stringToSign: text }] = signingGuide.vectors;
  const wrong = mistaken[mistake]?.(text, body) ?? "";
  expect(wrong).not.toBe(text);
  expect(signatureOf(secret, wrong).toString("hex")).toBe(signature);
});

test("E3: the samples say one call, whatever their language", () => {
  const headers = ["Content-Type", "Idempotency-Key", "x-ons-account-id", "x-ons-timestamp", "x-ons-signature"];
  const values = [
    "/api/v1/partner/user/activate",
    "E-1001",
    "Asha Rao",
    "1990-04-12",
    "+919812345678",
    "activate-E-1001-",
  ];
  for (const { language, text } of samples)
    for (const one of [...headers, ...values]) expect(text, `${language}: ${one}`).toContain(one);
  // Not every machine that tests has PHP to run it.
  const php = samples.find(({ language }) => language === "php")?.text;
  expect(php).toContain('implode(".", [$timestamp, $account, "POST", $path, hash("sha256", $body)])');
  expect(php).toContain('hash_hmac("sha256", $text, getenv("SECRET"))');
  expect(php).toContain("CURLOPT_POSTFIELDS => $body");
});

const now = new Date(1_760_000_000_000);
const refusalOf = (signature: string | null, timestamp: string | null, account: string | null = "acct_demo") => {
  const given = { "x-ons-signature": signature, "x-ons-timestamp": timestamp, "x-ons-account-id": account };
  const headers = new Headers(
    Object.entries(given).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
  try {
    return readClaim(headers, now);
  } catch (thrown) {
    const { code, message } = thrown as { code: string; message: string };
    return code === "stale_timestamp" ? `${code}: ${message}` : code;
  }
};

test("bar 44: a time is ten digits and at most 300 seconds away, and what is further says by how much and which way", () => {
  const sent = (timestamp: string) => refusalOf("v1=00", timestamp);
  const odd = [
    "0",
    "-1760000000",
    "+1760000000",
    "1760000000.0",
    "1.76e9",
    "1760000000 1",
    "0x68e76a00",
    "01760000000",
  ];
  const longer = ["176000000", "17600000000", "1760000000000", "2025-10-09T08:53:20Z", "NaN", "1760000000,1760000000"];
  for (const timestamp of [...odd, ...longer]) expect(sent(timestamp), timestamp).toBe("bad_timestamp");
  for (const seconds of [1_760_000_300, 1_759_999_700]) expect(sent(String(seconds))).toMatchObject({ signatures: [] });
  expect(sent("1760000301")).toMatch(/^stale_timestamp: The timestamp is 301 seconds too early/);
  expect(sent("1759999699")).toMatch(/^stale_timestamp: The timestamp is 301 seconds too late/);
  expect(sent("9999999999")).toMatch(/too early/);
  expect([refusalOf(null, null, null), refusalOf("x", null, null), refusalOf("x", "1760000000", null)]).toEqual([
    "missing_signature",
    "missing_timestamp",
    "missing_account",
  ]);
});

test("what is signed is one text for one request: a method that nobody may sign has none", () => {
  const parts = { timestamp: "1760000000", accountId: "a", path: "/", body: Buffer.alloc(0) };
  for (const method of ["post", "POST./x", "", "TRACE"])
    expect(() => stringToSign({ ...parts, method })).toThrow(TypeError);
});
