import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { LeftBehind, leaveBehind, withDeadline } from "./deadline";

const never = () => new Promise<never>(() => undefined);

test("work that has ended leaves nobody listening to the signal of its process", async () => {
  const stopping = new AbortController();
  const heard: AbortSignal[] = [];
  const work = async (signal: AbortSignal) => {
    heard.push(signal);
  };
  for (let times = 0; times < 50; times++) await withDeadline(work, { deadlineSeconds: 5, stopping: stopping.signal });
  expect([stopping.signal, ...heard].flatMap(signal => getEventListeners(signal, "abort"))).toEqual([]);
  for (let times = 0; times < 50; times++) await leaveBehind(Promise.resolve(), stopping.signal, 1000);
  expect(getEventListeners(stopping.signal, "abort")).toEqual([]);
});

test("work is told when its process stops, and when its time is over", async () => {
  const stopping = new AbortController();
  const told = (signal: AbortSignal) =>
    new Promise(resolve => signal.addEventListener("abort", () => resolve(signal.reason), { once: true }));
  const stopped = withDeadline(told, { deadlineSeconds: 5, stopping: stopping.signal });
  stopping.abort("the end");
  expect(await stopped).toBe("the end");
  const late = withDeadline(told, { deadlineSeconds: 0.02, stopping: new AbortController().signal });
  expect(await late).toMatchObject({ message: "it took more than 0.02 s" });
});

test("work that goes on when it is told to stop is left behind", async () => {
  const stopping = new AbortController();
  const left = leaveBehind(never(), stopping.signal, 20);
  stopping.abort();
  await expect(left).rejects.toThrow(LeftBehind);
});
