import ipaddr from "ipaddr.js";
import { sha256 } from "../crypto";
import type { Tx } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import { type Budget, spend } from "../rate-limit";
import type { Identifier } from "./identifier";
import { codeLimits } from "./limits";

const minute = 60;
const hour = 3600;
const day = 86_400;

type Sender = Identifier & { browserHash: string; address: string };

// Buckets are named by fingerprint: the table of budgets is no list of who signs in.
const fingerprint = (text: string) => sha256(text).slice(0, 32);

/** The network that shares one budget: an IPv4 address, or the /64 of an IPv6 one. */
export function addressBlock(address: string): string {
  if (!ipaddr.isValid(address)) return "unknown";
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`);
  return `${network.toString()}/64`;
}

/** What one message costs, per person, browser, network, block of 1,000 numbers and in all. */
export function sendBudgets({ channel, identifier, browserHash, address }: Sender): Budget[] {
  const person = fingerprint(identifier);
  const pair = fingerprint(`${identifier} ${browserHash}`);
  const scaled = (limit: number) => Math.ceil(limit * env.rateLimitScale);
  const budgets = [
    { key: `otp:pair:10m:${pair}`, limit: 5, windowSeconds: 10 * minute },
    { key: `otp:pair:day:${pair}`, limit: 10, windowSeconds: day },
    { key: `otp:person:day:${person}`, limit: 30, windowSeconds: day },
    { key: `otp:address:${addressBlock(address)}`, limit: scaled(30), windowSeconds: hour },
    { key: "otp:all", limit: scaled(300), windowSeconds: 10 * minute },
  ];
  if (channel === "email") return budgets;
  const block = fingerprint(identifier.slice(0, -3));
  return [...budgets, { key: `otp:block:${block}`, limit: scaled(20), windowSeconds: 10 * minute }];
}

/** Pays for one message; throws `rate_limited` with the wait, and the transaction takes back what was paid. */
export async function spendSend(tx: Tx, sender: Sender): Promise<void> {
  const spent = await spend(tx, sendBudgets(sender));
  if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
}

const wrongKey = (identifier: string) => `otp:wrong:${fingerprint(identifier)}`;

/** Adds a wrong guess to the person's count over all codes; true when this one closed the door for new challenges. */
export async function countWrong(tx: Tx, identifier: string): Promise<boolean> {
  const { wrongPerIdentifier, wrongWindowSeconds } = codeLimits;
  // The limit is one below, so that the tenth wrong guess is the one that says no.
  const budget = { key: wrongKey(identifier), limit: wrongPerIdentifier - 1, windowSeconds: wrongWindowSeconds };
  return !(await spend(tx, [budget])).ok;
}

/** Seconds until new challenges are made for a person again; 0 while nothing is locked. */
export async function lockedSeconds(tx: Tx, identifier: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ wait: number }[]>`
    SELECT ceil(extract(epoch FROM ends_at - app_now()))::int AS wait FROM rate_bucket
    WHERE key = ${wrongKey(identifier)} AND spent >= ${codeLimits.wrongPerIdentifier} AND ends_at > app_now()`;
  return row?.wait ?? 0;
}
