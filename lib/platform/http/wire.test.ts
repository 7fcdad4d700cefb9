import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromWire, fromWirePath, toWire, toWirePath, wireFaults } from "./wire";

const word = fc.stringMatching(/^[a-z]{2,6}$/);
const camelKey = fc
  .array(word, { minLength: 1, maxLength: 4 })
  .map(([first = "", ...rest]) => first + rest.map(one => one.charAt(0).toUpperCase() + one.slice(1)).join(""));
const { tree: json } = fc.letrec(tie => ({
  leaf: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
  tree: fc.oneof(
    { maxDepth: 4 },
    tie("leaf"),
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.dictionary(camelKey, tie("tree"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
// What goes over the wire is an object at its top: the envelope.
const answer = fc.dictionary(camelKey, json, { maxKeys: 4, noNullPrototype: true });

const nested = (levels: number) => {
  let value: unknown = "end";
  for (let at = 0; at < levels; at++) value = { inner: value };
  return value;
};
const codes = (value: unknown) => wireFaults(value).map(({ field, code }) => `${field}: ${code}`);

describe("casing", () => {
  it("comes back from the wire as it went", () => {
    fc.assert(
      fc.property(answer, value => {
        expect(fromWire(toWire(value))).toEqual(value);
      }),
    );
  });

  it("leaves no capital letter in a key, and every text as it is", () => {
    fc.assert(
      fc.property(camelKey, fc.string(), (key, text) => {
        expect(toWire({ [key]: text })).toEqual({ [toWirePath(key)]: text });
        expect(fromWirePath(toWirePath(key)), "and back").toBe(key);
      }),
    );
    expect(toWirePath("businessAddress.zipCode.0")).toBe("business_address.zip_code.0");
    expect(fromWirePath("business_address.zip_code.0")).toBe("businessAddress.zipCode.0");
    expect(toWire({ csvUrlFr: "keepThisText" })).toEqual({ csv_url_fr: "keepThisText" });
  });

  it("writes an instant as ISO 8601 with Z and nothing as null", () => {
    expect(toWire({ startedAt: new Date(0) })).toEqual({ started_at: "1970-01-01T00:00:00.000Z" });
    expect(toWire(undefined)).toBeNull();
  });
});

describe("what no schema should see", () => {
  it("a NUL is found in any text, however deep", () => {
    expect(codes({ name: "a\0b", list: [{ text: "\0" }] })).toEqual([
      "name: not_storable",
      "list.0.text: not_storable",
    ]);
  });

  it("a lone surrogate is found; a pair and a combining letter are not", () => {
    expect(codes({ high: "\ud83d", low: "\ude00", pair: "😀", letter: "e\u0301" })).toEqual([
      "high: not_storable",
      "low: not_storable",
    ]);
  });

  it("a key that is not snake_case is not known", () => {
    expect(codes({ storeName: 1, __proto_: 1, "a-b": 1, "": 1, ok_1: 1 })).toEqual([
      "storeName: unknown_key",
      "__proto_: unknown_key",
      "a-b: unknown_key",
      ": unknown_key",
    ]);
    expect(codes(JSON.parse('{"__proto__": {"is_admin": true}}'))).toEqual(["__proto__: unknown_key"]);
  });

  it("a key that cannot be stored is not echoed", () => {
    expect(wireFaults({ outer: { "a\0": 1, "b\ud83d": 1 } }).map(fault => fault.field)).toEqual(["outer", "outer"]);
  });

  it("a key of a map that cannot be stored is a fault of its map, and no field is half a pair or long", () => {
    const maps = /^links\./;
    const links = (value: unknown) => wireFaults({ links: value }, undefined, maps);
    const fault = (field: string) => [{ field, code: "not_storable", message: "notStorable" }];
    expect(links({ "Any Key": 1, "😀": [{ "A-b": 1 }] })).toEqual([]);
    expect(links({ "a\0": "b\0" })).toEqual(fault("links"));
    expect(links({ Deep: { "\ud83d": 1 } })).toEqual(fault("links.Deep"));
    for (const field of wireFaults({ [`${"x".repeat(199)}😀`]: 1, [`${"y".repeat(300)}`]: "\0" }).map(one => one.field))
      expect([field.isWellFormed(), field.length]).toEqual([true, 200]);
  });

  it("what JSON does not know is found, and a cycle ends", () => {
    const cycle: Record<string, unknown> = {};
    cycle.again = cycle;
    expect(codes(cycle)[0]).toMatch(/: too_deep$/);
    expect(codes({ big: 1n, call: () => 1, at: new Date(0), none: undefined })).toEqual([
      "big: invalid_type",
      "call: invalid_type",
    ]);
  });

  it("nesting ends at 32 levels, and ten thousand of them are refused as quietly", () => {
    expect(codes(nested(32))).toEqual([]);
    expect(wireFaults(nested(34)).map(fault => fault.code)).toEqual(["too_deep"]);
    expect(wireFaults(JSON.parse(`${'{"a":['.repeat(5000)}1${"]}".repeat(5000)}`)).map(fault => fault.code)).toEqual([
      "too_deep",
    ]);
  });

  it("nothing is found in what our own answers look like", () => {
    fc.assert(
      fc.property(answer, value => {
        const clean = JSON.parse(JSON.stringify(value).replaceAll("\\u0000", " ")) as unknown;
        const found = wireFaults(toWire(clean)).filter(fault => fault.code !== "not_storable");
        expect(found).toEqual([]);
      }),
    );
  });
});
