import { describe, expect, it } from "vitest";
import { toSource } from "./sources";

describe("reading imports", () => {
  const read = (text: string) =>
    toSource("lib/a/b.ts", text, file => file.endsWith(".ts")).imports.map(
      ({ target, specifier }) => target ?? specifier,
    );

  it("finds static, side-effect, dynamic, re-exported and multi-line ones", () => {
    const text = `import "./one";\nimport {\n  two, // why\n} from "../two";\nexport * from "@/three";\nexport { x as y } from './four';\nconst five = await import("./five");\nimport six, * as all from "six";`;
    expect(read(text)).toEqual(["lib/a/one.ts", "lib/two.ts", "three.ts", "lib/a/four.ts", "lib/a/five.ts", "six"]);
  });

  it("does not read comments, strings, templates or types of imports", () => {
    const text = `// import "./no";\n/* import x from "./no" */\nconst text = 'import "./no"';\nconst code = \`\nimport a from "./no";\n\`;\nconst url = "http://x.y"; import { yes } from "./yes";`;
    expect(read(text)).toEqual(["lib/a/yes.ts"]);
  });

  it("knows types from values", () => {
    const types = (text: string) => toSource("a.ts", text).imports.map(({ typesOnly }) => typesOnly);
    expect(
      types(
        `import type { A } from "a"; import { type B, type C as D } from "b"; import { type E, f } from "c"; export type { G } from "g";`,
      ),
    ).toEqual([true, true, false, true]);
  });
});
