import fc from "fast-check";
import { expect, test } from "vitest";
import { type ChecklistFacts, toChecklistView, toTasks } from "./checklist";

const maybe = fc.option(fc.boolean());
const facts: fc.Arbitrary<ChecklistFacts> = fc.record({
  feedLanguages: fc.option(fc.integer({ min: 0, max: 3 })),
  hasEveryArticle: maybe,
  hasEveryRow: maybe,
  hasInvoiceDetails: fc.boolean(),
  hasDescription: fc.boolean(),
});

const viewOf = (told: ChecklistFacts, later?: readonly string[]) =>
  toChecklistView(toTasks(told, "/store/DEMO"), later);

test("C22: only tasks that apply are counted, and 100 percent is everything and nothing less", () => {
  fc.assert(
    fc.property(facts, told => {
      const { tasks, done, total, percent } = viewOf(told);
      const absent = [told.feedLanguages, told.hasEveryArticle, told.hasEveryRow].filter(one => one === null).length;
      expect(total).toBe(5 - absent);
      expect(tasks).toHaveLength(total);
      expect(done).toBe(tasks.filter(task => task.isDone).length);
      expect(percent === 100).toBe(tasks.every(task => task.isDone));
      expect(percent).toBe(Math.floor((done / total) * 100));
    }),
  );
});

test("C19: only what is optional can be put off; it counts as before and is done whenever it is done", () => {
  const told = {
    feedLanguages: 1,
    hasEveryArticle: false,
    hasEveryRow: false,
    hasInvoiceDetails: false,
    hasDescription: true,
  };
  const every = ["invoice", "rows", "articles", "languages", "description"];
  const { tasks, ...figures } = viewOf(told, every);
  expect(tasks.flatMap(task => (task.isLater ? [task.id] : []))).toEqual(["languages"]);
  expect(tasks.flatMap(task => (task.isOptional ? [task.id] : []))).toEqual(["languages", "description"]);
  const { tasks: _, ...before } = viewOf(told);
  expect(figures).toEqual(before);
});

test("C21: a task is done by what the data say, whoever did it and however", () => {
  const nothing = { feedLanguages: 0, hasEveryArticle: false, hasEveryRow: false };
  const bare = { ...nothing, hasInvoiceDetails: false, hasDescription: false };
  const doneOf = (change: Partial<ChecklistFacts>) =>
    viewOf({ ...bare, ...change }).tasks.flatMap(task => (task.isDone ? [task.id] : []));
  expect(doneOf({})).toEqual([]);
  expect(doneOf({ feedLanguages: 2 })).toEqual([]);
  expect(doneOf({ feedLanguages: 3 })).toEqual(["languages"]);
  expect(doneOf({ hasEveryArticle: true })).toEqual(["articles"]);
  expect(doneOf({ hasEveryRow: true, hasInvoiceDetails: true })).toEqual(["invoice", "rows"]);
});
