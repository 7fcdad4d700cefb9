import { describe, expect, it } from "vitest";
import { toSource } from "../sources";
import { textFaults } from "./texts";

const files = (texts: Record<string, string>) =>
  Object.entries(texts).map(([file, text]) => toSource(file, text, one => one in texts));
const areas = ["shop", "desk"];

const button = `"use client";\nimport { words } from "./words";\nexport const Button = () => words();`;
const words = `export const words = () => useTranslations("shop.key")("save");`;
const page = `import { Button } from "@/components/button";\nexport default () => <Button />;`;
const layout = (given: string) => `export default ({ children }) => <Texts areas={[${given}]}>{children}</Texts>;`;
const faults = (given: string, more: Record<string, string> = {}) =>
  textFaults(
    files({
      "app/desk/page.tsx": page,
      "app/desk/layout.tsx": layout(given),
      "components/button.tsx": button,
      "components/words.ts": words,
      ...more,
    }),
    areas,
  );

describe("texts of pages", () => {
  it("finds a page that does not give its scripts what they draw with", () =>
    expect(faults("")).toEqual(["app/desk/page.tsx: its scripts draw with shop.key"]));

  it("takes a whole area for a part of it, and not another part", () => {
    expect(faults('"shop"')).toEqual([]);
    expect(faults('"shop.key"')).toEqual([]);
    expect(faults('"shop.keys"')).toContain("app/desk/page.tsx: its scripts draw with shop.key");
  });

  it("finds what is given to nobody", () =>
    expect(faults('"shop.key", "desk"')).toEqual(["app/desk/layout.tsx: gives desk, with which no script draws"]));

  it("takes what a bar gives itself for nothing that stands beside it", () => {
    const bar = 'import { Bar } from "./bar";\nexport default ({ children }) => <><Bar />{children}</>;';
    const given = '<Texts areas={["shop"]}><Button /></Texts>;';
    const withBar = (text: string) => ({ "app/desk/layout.tsx": bar, "app/desk/bar.tsx": text });
    expect(faults("", withBar(`export const Bar = () => ${given}`))).toEqual([
      "app/desk/page.tsx: its scripts draw with shop.key",
    ]);
    const own = `import { Button } from "@/components/button";\nexport const Bar = () => ${given}`;
    expect(faults("", { ...withBar(own), "app/desk/page.tsx": "export default () => 1;" })).toEqual([]);
  });

  it("lets the server draw with what it likes", () =>
    expect(
      faults('"shop"', { "components/words.ts": "export const words = () => 1;", "app/desk/page.tsx": words }),
    ).toEqual(["app/desk/layout.tsx: gives shop, with which no script draws"]));

  it("reads names with a variable up to it, and keys of a module that names no area", () => {
    const drawing = (text: string) =>
      faults('"shop"', { "components/words.ts": `export const words = () => ${text};` });
    const ofAct = (area: string) => `useTranslations(\`${area}.\${act}\`)`;
    expect(drawing(ofAct("shop"))).toEqual([]);
    expect(drawing(ofAct("desk"))).toContain("app/desk/page.tsx: its scripts draw with desk");
    expect(drawing('useTranslations()("desk.title")')).toContain("app/desk/page.tsx: its scripts draw with desk");
  });
});
