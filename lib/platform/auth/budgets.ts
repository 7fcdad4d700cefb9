import { addressBlock } from "../address-block";
import { sha256 } from "../crypto";
import type { Tx } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import { raiseAlert } from "../notifications/alert";
import { type Budget, type Receipt, spend } from "../rate-limit";
import type { Identifier } from "./identifier";
import { codeLimits } from "./limits";

const minute = 60;
const hour = 3600;
const day = 86_400;

/** What a budget is about, for people and for the record. */
export type BudgetName =
  | "browser_10m"
  | "browser_day"
  | "number_day"
  | "strangers_day"
  | "address_hour"
  | "block_10m"
  | "all_10m";

/** A budget of sending with its name. */
export type SendBudget = Budget & { name: BudgetName };

/** Who pays for a message. `deviceHash` is set for a browser that signed in to this account before. */
export type Sender = Identifier & { browserHash: string; deviceHash: string | null; address: string };

// Buckets are named by fingerprint: the table of budgets is no list of who signs in.
const fingerprint = (text: string) => sha256(text).slice(0, 32);
const scaled = (limit: number) => Math.ceil(limit * env.rateLimitScale);
// Known browsers share purses of their own, which a stranger cannot empty.
const purse = (deviceHash: string | null) => (deviceHash === null ? "" : "known:");

/** What belongs to a number or address and one browser alone. */
export function ownBudgets({ identifier, browserHash, deviceHash }: Omit<Sender, "address">): SendBudget[] {
  const person = fingerprint(identifier);
  const pair = fingerprint(`${identifier} ${deviceHash ?? browserHash}`);
  const budgets: SendBudget[] = [
    { name: "browser_10m", key: `otp:pair:10m:${pair}`, limit: 5, windowSeconds: 10 * minute },
    { name: "browser_day", key: `otp:pair:day:${pair}`, limit: 10, windowSeconds: day },
    { name: "number_day", key: `otp:person:day:${person}`, limit: codeLimits.sendsPerDay, windowSeconds: day },
  ];
  if (deviceHash !== null) return budgets;
  const limit = codeLimits.sendsPerDay - codeLimits.sendsKeptForDevices;
  return [...budgets, { name: "strangers_day", key: `otp:strangers:day:${person}`, limit, windowSeconds: day }];
}

/** What everybody of one block of 1,000 numbers shares, and everybody at all. */
export function commonBudgets({ channel, identifier }: Identifier, deviceHash: string | null): SendBudget[] {
  const whose = purse(deviceHash);
  const all: SendBudget = { name: "all_10m", key: `otp:all:${whose}`, limit: scaled(300), windowSeconds: 10 * minute };
  if (channel === "email") return [all];
  const block = `otp:block:${whose}${fingerprint(blockOf(identifier))}`;
  return [all, { name: "block_10m", key: block, limit: scaled(20), windowSeconds: 10 * minute }];
}

/** What one message costs, per person, browser, network, block of 1,000 numbers and in all. */
export function sendBudgets(sender: Sender): SendBudget[] {
  const { address, deviceHash } = sender;
  const key = `otp:address:${purse(deviceHash)}${addressBlock(address)}`;
  return [
    ...ownBudgets(sender),
    { name: "address_hour", key, limit: scaled(30), windowSeconds: hour },
    ...commonBudgets(sender, deviceHash),
  ];
}

const blockOf = (number: string) => number.slice(0, -3);

/** A send that a budget forbids; nothing was paid when the transaction rolls back. */
export class SendRefused extends AppError {
  constructor(
    readonly budget: SendBudget,
    retryAfterSeconds: number,
  ) {
    super("rate_limited", { retryAfterSeconds });
  }
}

/** Opens an alert when the budget that is empty tells of pumping: many numbers of one block, or many messages in all. */
export async function alertPumping(tx: Tx, { name, limit, windowSeconds }: SendBudget, sender: Sender): Promise<void> {
  const detail = { sends: limit, windowSeconds, address: addressBlock(sender.address) };
  if (name === "block_10m")
    await raiseAlert(tx, { rule: "otp_block", subject: `${blockOf(sender.identifier)}•••`, detail });
  if (name === "all_10m") await raiseAlert(tx, { rule: "otp_all", subject: "*", detail });
}

/** Pays for one message and returns what may have to be given back; throws `SendRefused` with the wait, and the transaction takes back what was paid. */
export async function spendSend(tx: Tx, sender: Sender): Promise<Receipt[]> {
  const budgets = sendBudgets(sender);
  const named = (key: string) => budgets.find(budget => budget.key === key);
  const spent = await spend(tx, budgets);
  if (!spent.ok) {
    const refusing = named(spent.key);
    throw refusing ? new SendRefused(refusing, spent.retryAfterSeconds) : new AppError("rate_limited");
  }
  for (const key of spent.exhausted) {
    const emptied = named(key);
    if (emptied) await alertPumping(tx, emptied, sender);
  }
  return spent.receipts;
}
