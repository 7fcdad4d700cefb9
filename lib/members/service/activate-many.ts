import { parseEmail } from "@/lib/platform/auth/identifier";
import { parsePhone } from "@/lib/platform/auth/phone";
import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { toAppError } from "@/lib/platform/http/envelope";
import { validate } from "@/lib/platform/http/validate";
import { fromWire, wireFaults } from "@/lib/platform/http/wire";
import { withPatience } from "@/lib/platform/patience";
import { DirectActivation } from "../schema/direct";
import { activateDirectly, type DirectCall, type DirectResult } from "./activate-directly";
import { findTold } from "./find-told";

/** What became of one of many: a plan, or why not. */
export type Ended = { result: DirectResult; refusal?: undefined } | { refusal: AppError };

type Item = { index: number; body: DirectActivation; keys: string[] };

// Each holds a connection of its own while it waits for the database.
const atOnce = 4;

/** An item as it was sent, by the form of the direct door. Throws what is wrong with it. */
function readItem(sent: unknown): DirectActivation {
  if (sent === null || typeof sent !== "object" || Array.isArray(sent)) throw new AppError("invalid_request");
  const errors = wireFaults(sent);
  if (errors.length > 0) throw new AppError("invalid_request", { errors });
  return validate(DirectActivation, fromWire(sent));
}

/** Everything by which this person may be named by another item: their number here, telephone, address, and of a dependent whose they are. */
async function keysOf(body: DirectActivation): Promise<string[]> {
  const { parentSubscriptionId: contract, memberId, member } = body;
  const found = await transaction("system", tx => findTold(tx, body)).catch((thrown: unknown) => {
    if (thrown instanceof AppError) return null; // it is told as the item's own fault
    throw thrown;
  });
  const id = found && !found.isNew ? found.id : memberId;
  if (member?.primaryMemberId !== undefined) return [`of ${member.primaryMemberId}`, ...(id ? [`id ${id}`] : [])];
  const phone = member?.phoneNumber ? parsePhone(member.phoneNumber, found?.region ?? undefined)?.e164 : undefined;
  const email = member?.emailId ? parseEmail(member.emailId) : undefined;
  return [
    ...(id ? [`id ${id}`] : []),
    ...(phone ? [`${contract} ${phone}`] : []),
    ...(email ? [`${contract} ${email}`] : []),
  ];
}

/** Those that may be about one person behind each other, in the order in which they were sent. */
export function groupByPerson<T extends { index: number; keys: readonly string[] }>(items: readonly T[]): T[][] {
  const groups: { keys: Set<string>; items: T[] }[] = [];
  for (const item of items) {
    const same = groups.filter(({ keys }) => item.keys.some(key => keys.has(key)));
    const joined = { keys: new Set(item.keys), items: [item] };
    for (const group of same) {
      for (const key of group.keys) joined.keys.add(key);
      joined.items.push(...group.items);
      groups.splice(groups.indexOf(group), 1);
    }
    joined.items.sort((one, other) => one.index - other.index);
    groups.push(joined);
  }
  return groups.map(group => group.items);
}

/** Does something with each of a list, a few at the same time. */
async function eachOf<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const lane = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

const ending = (work: () => Promise<DirectResult>, { requestId }: DirectCall["call"]): Promise<Ended> =>
  withPatience(work).then(
    result => ({ result }),
    (thrown: unknown) => ({ refusal: toAppError(thrown, requestId) }),
  );

/**
 * Gives each of many a plan as `activateDirectly` does, a few at the same time and two about one person one after the other; returns what became of each, in
 * their order. One that is refused, for its form too, holds up none of the others, and each is waited with as a call of its own would be.
 */
export async function activateMany(sent: readonly unknown[], direct: DirectCall): Promise<Ended[]> {
  const ended: Ended[] = [];
  const items: Item[] = [];
  await eachOf([...sent.entries()], async ([index, one]) => {
    try {
      const body = readItem(one);
      items.push({ index, body, keys: await withPatience(() => keysOf(body)) });
    } catch (thrown) {
      ended[index] = { refusal: toAppError(thrown, direct.call.requestId) };
    }
  });
  await eachOf(groupByPerson(items), async group => {
    for (const { index, body } of group) ended[index] = await ending(() => activateDirectly(body, direct), direct.call);
  });
  return ended;
}
