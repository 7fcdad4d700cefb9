import { createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { decrypt, encrypt, hmac, randomDigits, randomToken, safeEqual } from "./crypto";

// The same bytes under two ids: even then a blob belongs to the id it was made with.
const material = randomBytes(32).toString("base64");
vi.stubEnv("ENCRYPTION_KEYS", `k1:${material},k2:${material},k3:${randomBytes(32).toString("base64")}`);

const row = { table: "letzshop_credential", column: "api_key", row: 7 };
const blob = encrypt("ls_sandbox_key", row);
const [version = "", keyId = "", nonce = "", tag = "", body = ""] = blob.split(".");
const join = (parts: { version?: string; keyId?: string; nonce?: string; tag?: string; body?: string }) => {
  const all = { version, keyId, nonce, tag, body, ...parts };
  return [all.version, all.keyId, all.nonce, all.tag, all.body].join(".");
};
const opens = (text: string, context: Parameters<typeof decrypt>[1] = row) => {
  try {
    return decrypt(text, context);
  } catch {
    return null;
  }
};

describe("bar 54: a secret", () => {
  it("opens in its own row, whatever its text", () => {
    expect(opens(blob)).toBe("ls_sandbox_key");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), text => {
        expect(decrypt(encrypt(text, row), row)).toBe(text.toWellFormed());
      }),
      { numRuns: 50 },
    );
  });

  it("looks different each time and shows nothing of its text", () => {
    const blobs = Array.from({ length: 50 }, () => encrypt("ls_sandbox_key", row));
    expect(new Set(blobs.map(text => text.split(".")[2])).size).toBe(50);
    expect(blobs.filter(text => text.includes("sandbox"))).toEqual([]);
  });

  it("opens in no other row, column or table", () => {
    for (const other of [{ row: 8 }, { row: "7 " }, { column: "api_secret" }, { table: "credentials" }])
      expect(opens(blob, { ...row, ...other }), JSON.stringify(other)).toBeNull();
  });

  it("is authenticated with version, key id, table, column and row, even for who holds the key of its row", () => {
    const context = JSON.stringify(["g1", "k1", row.table, row.column, "7"]);
    const rowKey = Buffer.from(hkdfSync("sha256", Buffer.from(material, "base64"), Buffer.alloc(0), context, 32));
    const openWith = (authenticated: string) => {
      const decipher = createDecipheriv("aes-256-gcm", rowKey, Buffer.from(nonce, "base64url"), { authTagLength: 16 });
      decipher.setAAD(Buffer.from(authenticated)).setAuthTag(Buffer.from(tag, "base64url"));
      try {
        return decipher.update(Buffer.from(body, "base64url"), undefined, "utf8") + decipher.final("utf8");
      } catch {
        return null;
      }
    };
    expect(openWith(context)).toBe("ls_sandbox_key");
    for (const other of ["", context.replace("7", "8"), context.replace("g1", "g2"), context.replace("k1", "k2")])
      expect(openWith(other), other).toBeNull();
  });

  it("does not open after two rows have exchanged theirs, whole or in parts", () => {
    const theirs = encrypt("another key", { ...row, row: 8 });
    const [, , theirNonce, theirTag, theirBody] = theirs.split(".");
    expect(opens(theirs)).toBeNull();
    expect(opens(join({ body: theirBody, tag: theirTag, nonce: theirNonce }))).toBeNull();
    expect(opens(join({ body: theirBody }))).toBeNull();
  });

  it("does not open under another key id, known or not, nor as another version", () => {
    for (const other of ["k2", "k3", "k9", "", "K1", "k1x"]) expect(opens(join({ keyId: other })), other).toBeNull();
    for (const other of ["g0", "g2", "G1", ""]) expect(opens(join({ version: other })), other).toBeNull();
  });

  it("does not open when any one bit of nonce, tag or text is flipped", () => {
    for (const [name, text] of Object.entries({ nonce, tag, body })) {
      const bytes = Buffer.from(text, "base64url");
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(opens(join({ [name]: flipped.toString("base64url") })), `${name} bit ${bit}`).toBeNull();
      }
    }
  });

  it("does not open with a tag or nonce that is shorter or longer than it must be", () => {
    for (const [name, text] of Object.entries({ nonce, tag })) {
      const bytes = Buffer.from(text, "base64url");
      for (let size = 0; size <= bytes.length + 1; size++) {
        if (size === bytes.length) continue;
        const cut = Buffer.concat([bytes, Buffer.alloc(1)])
          .subarray(0, size)
          .toString("base64url");
        expect(opens(join({ [name]: cut })), `${name} of ${size} bytes`).toBeNull();
      }
    }
  });

  it("does not open when its text is cut anywhere", () => {
    for (let size = 0; size < blob.length; size++) expect(opens(blob.slice(0, size)), `${size}`).toBeNull();
    for (const text of ["", "ls_sandbox_key", "g1....", `${blob}.`, ` ${blob}`, `${blob}\n`])
      expect(opens(text)).toBeNull();
  });
});

describe("bar 58: a nonce", () => {
  it("is twelve random bytes, never the same twice in 100,000, and each row has a key of its own", () => {
    const nonces = Array.from({ length: 100_000 }, () => encrypt("", row).split(".")[2] ?? "");
    expect(new Set(nonces).size).toBe(100_000);
    const bytes = nonces.map(text => Buffer.from(text, "base64url"));
    expect(bytes.every(({ length }) => length === 12)).toBe(true);
    // Each byte takes each of its 256 values about 390 times; a counter or a fixed part would show at once.
    for (let at = 0; at < 12; at++) {
      const counts = new Array<number>(256).fill(0);
      for (const nonce of bytes) counts[nonce[at] ?? 0] = (counts[nonce[at] ?? 0] ?? 0) + 1;
      expect(Math.min(...counts), `byte ${at}`).toBeGreaterThan(250);
      expect(Math.max(...counts), `byte ${at}`).toBeLessThan(550);
    }
  }, 30_000);
});

describe("the small things", () => {
  it("digits are always as many as asked for, and every first digit comes up", () => {
    const codes = Array.from({ length: 500 }, () => randomDigits(6));
    expect(codes.filter(code => !/^\d{6}$/.test(code))).toEqual([]);
    expect(new Set(codes.map(code => code[0])).size).toBe(10);
  });

  it("a token is safe in a URL and never the same twice", () => {
    const tokens = Array.from({ length: 100 }, () => randomToken());
    expect(new Set(tokens).size).toBe(100);
    expect(tokens.filter(token => !/^[A-Za-z0-9_-]{32}$/.test(token))).toEqual([]);
  });

  it("a fingerprint depends on what it is for, and its parts cannot be shifted", () => {
    expect(hmac("otp", "123456")).toBe(hmac("otp", "123456"));
    expect(hmac("otp", "123456")).not.toBe(hmac("invite", "123456"));
    expect(hmac("ab", "c")).not.toBe(hmac("a", "bc"));
    expect(hmac("otp", "123456")).toMatch(/^[0-9a-f]{64}$/);
  });

  it("texts are equal only when they are, also of other length", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(safeEqual(a, b)).toBe(Buffer.from(a).equals(Buffer.from(b)));
      }),
    );
  });
});
