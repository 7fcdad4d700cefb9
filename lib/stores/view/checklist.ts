import { done as doneRequirement, open, type Requirement } from "@/lib/platform/readiness/requirement";
import { optionalTasks } from "../schema/choices";

/** What is known of a finished set-up that could be better; null where a task does not apply. */
export type ChecklistFacts = {
  /** Languages that the shop has a feed for, of three; null for a shop without feeds. */
  feedLanguages: number | null;
  /** Is every ordered article in a feed? Null before there are orders and products. */
  hasEveryArticle: boolean | null;
  /** Was every row of the feeds imported? Null before they were read. */
  hasEveryRow: boolean | null;
  /** Is there what invoices need beside the name: address and VAT number? */
  hasInvoiceDetails: boolean;
  /** Do customers read a few sentences about the shop? */
  hasDescription: boolean;
};

const tasks = [
  { id: "invoice", place: "settings/profile", isDone: (facts: ChecklistFacts) => facts.hasInvoiceDetails },
  { id: "rows", place: "products", isDone: (facts: ChecklistFacts) => facts.hasEveryRow },
  { id: "articles", place: "orders/unmatched", isDone: (facts: ChecklistFacts) => facts.hasEveryArticle },
  {
    id: "languages",
    place: "settings/products",
    isDone: ({ feedLanguages }: ChecklistFacts) => feedLanguages && feedLanguages === 3,
  },
  { id: "description", place: "settings/profile", isDone: (facts: ChecklistFacts) => facts.hasDescription },
] as const;

/** What is left to do after the set-up, told by the data alone: tasks that apply, in order; nobody has to do any of them today. */
export const toTasks = (facts: ChecklistFacts, base: string): Requirement[] =>
  tasks.flatMap(({ id, place, isDone }) => {
    const answer = isDone(facts);
    if (answer === null) return [];
    if (answer) return [doneRequirement(id, "user")];
    return [open(id, ["later", "user", "could_be_better"], { fixUrl: `${base}/${place}` })];
  });

/** One thing to do after the set-up; `place` is below the store's own address, `isLater` what its reader has put off. */
export type ChecklistTask = {
  id: (typeof tasks)[number]["id"];
  place: string;
  isDone: boolean;
  isOptional: boolean;
  isLater: boolean;
};
export type ChecklistView = { tasks: ChecklistTask[]; done: number; total: number; percent: number };

/** The tasks among what a store needs, and how many of them are done. `later` are the ones that were put off: they count as before. */
export function toChecklistView(requirements: readonly Requirement[], later: readonly string[] = []): ChecklistView {
  const applicable = tasks.flatMap(({ id, place }) => {
    const told = requirements.find(({ code }) => code === id);
    if (!told) return [];
    const isOptional = optionalTasks.some(one => one === id);
    const isDone = told.state === "done";
    return [{ id, place, isDone, isOptional, isLater: isOptional && !isDone && later.includes(id) }];
  });
  const done = applicable.filter(task => task.isDone).length;
  const total = applicable.length;
  return { tasks: applicable, done, total, percent: Math.floor((done / total) * 100) };
}
