import { expect, test } from "vitest";
import type { NetworkEntry } from "../../client/entities";
import { linkNetwork } from "./hierarchy";

const unknown = { firstName: null, lastName: null, email: null, phoneNumber: null, avatar: null, status: null };
const entry = (agentId: string, direction: "up" | "down", level: number): NetworkEntry => ({
  ...{ agentId, direction, level, ...unknown },
  ...{ joinDate: null, terminatedAsOf: null, sizeOfNetwork: null },
});
const told = (network: NetworkEntry[]) =>
  linkNetwork("me", network).map(link => `${link.path_json.join(">")} ${link.depth}`);

test("000: sponsors of whom each level has one form a chain, the agent stands above its down-line", () => {
  expect(told([entry("s2", "up", 2), entry("s1", "up", 1), entry("a", "down", 1), entry("b", "down", 3)])).toEqual([
    "s1>me 1",
    "s2>s1>me 2",
    "s2>s1 1",
    "me>a 1",
    "me>b 3",
  ]);
});

test("000: where a level has several or none, what is above is linked to the agent only", () => {
  const network = [entry("s1", "up", 1), entry("x", "up", 2), entry("y", "up", 2), entry("s3", "up", 3)];
  expect(told(network)).toEqual(["s1>me 1", "x>me 2", "y>me 2", "s3>me 3"]);
  expect(told([entry("s2", "up", 2)])).toEqual(["s2>me 2"]);
});

test("000: nobody stands above themselves, and a long line makes no millions of pairs", () => {
  expect(told([entry("me", "up", 1), entry("me", "down", 2)])).toEqual([]);
  const long = Array.from({ length: 2000 }, (_, at) => entry(`s${at}`, "up", at + 1));
  const links = linkNetwork("me", long);
  expect(links.length).toBeLessThan(10_000);
  expect(new Set(links.map(link => `${link.ancestor_agent_id} ${link.descendant_agent_id}`)).size).toBe(links.length);
  expect(links.filter(link => link.descendant_agent_id === "me")).toHaveLength(2000);
});
