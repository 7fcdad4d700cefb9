import { expect, test } from "vitest";
import { addressOf } from "../testing/rules/doors";
import { listFiles } from "../testing/sources";
import { pages } from "./pages";

test("browsers may tell of every page that there is, and of nothing else", () => {
  const found = listFiles().filter(file => /^app\/(.*\/)?page\.tsx$/.test(file));
  expect([...pages].sort()).toEqual(found.map(addressOf).sort());
});
