import { describe, expect, it } from "vitest";
import { house, one } from "./house";
import { forbiddenWords, silencedChecks } from "./text";

describe("words", () => {
  it.each([
    ["lib/platform/http/x.ts", "const a = process.env.SECRET;"],
    ["proxy.ts", "const a = process.env.SECRET;"],
    ["lib/stores/queries.ts", "tx.$queryRawUnsafe(text)"],
    ["lib/stores/queries.ts", "tx.$queryRaw(Prisma.raw(text))"],
    ["lib/platform/auth/code.ts", "const code = Math.random();"],
    ["lib/stores/view.ts", "const a = (b as any).c;"],
    ["lib/stores/view.ts", "function f(a: any) {}"],
    ["lib/stores/view.ts", "let a: Record<string, any>;"],
  ])("%s may not say %s", (file, text) => expect(forbiddenWords(house({ [file]: text }))).toMatchObject(one));

  it("comments, strings and ordinary words do not count", () => {
    const text = `// process.env and any\nconst a = "Math.random, as any";\nconst any = list.some(one => one);\nif (a || any(b)) c();`;
    expect(forbiddenWords(house({ "lib/platform/auth/a.ts": text }))).toEqual([]);
  });

  it("a switched-off check is seen", () =>
    expect(silencedChecks(house({ "lib/a/view.ts": "// @ts-expect-error later\nx();" }))).toMatchObject(one));
});
