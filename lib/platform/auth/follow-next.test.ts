import { expect, test } from "vitest";
import { audienceOfPath, followNext, followNowhere, isOpenNow } from "./follow-next";
import type { Place } from "./schema";

const place = (over: Partial<Place>): Place => ({
  role: "store",
  storeId: 1,
  storeCode: "ONE",
  customerId: null,
  name: "One",
  isCurrent: false,
  redirectTo: "/store/ONE/dashboard",
  ...over,
});
const admin = place({ role: "admin", storeId: null, storeCode: null, name: null, redirectTo: "/admin" });

test("a path tells which product it belongs to", () => {
  const told = ["/admin", "/admin?x", "/store/ONE/orders", "/customer/x", "/agent", "/administer", "/", null];
  expect(told.map(audienceOfPath)).toEqual(["admin", "admin", "store", "customer", "agent", null, null, null]);
});

test("after a choice the path that was asked for is followed only where it lies in the chosen place", () => {
  expect(followNext("/store/ONE/orders?page=2", place({}))).toBe("/store/ONE/orders?page=2");
  expect(followNext("/store/ONE", place({}))).toBe("/store/ONE");
  for (const elsewhere of ["/store/ONEMORE/orders", "/store/TWO/orders", "/admin/people", "/store"])
    expect(followNext(elsewhere, place({}))).toBe("/store/ONE/dashboard");
  expect(followNext("/store/ONE/orders", admin)).toBe("/admin");
  expect(followNext("/admin/people", admin)).toBe("/admin/people");
  expect(followNext("/docs/api", admin)).toBe("/docs/api");
  expect(followNext(null, admin)).toBe("/admin");
});

test("who works nowhere is sent to no product's page, which would send them back", () => {
  expect(["/customer/changes", "/admin", "/docs/api", null].map(followNowhere)).toEqual(["/", "/", "/docs/api", "/"]);
});

test("what needs no choice is open at once: the desk for staff, the store that the session works in", () => {
  const places = [admin, place({ isCurrent: true }), place({ storeCode: "TWO", storeId: 2 })];
  expect(["/admin/x", "/store/ONE/x", "/store/TWO/x", "/docs/api"].map(path => isOpenNow(path, places))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
