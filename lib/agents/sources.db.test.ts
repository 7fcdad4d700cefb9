import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { toWire, toWirePath } from "@/lib/platform/http/wire";
import { root } from "@/lib/platform/testing/sources";
import { syncStepIds, syncSteps } from "./schema/sync";
import { toFpResult } from "./view/fp-result";
import { toMessage } from "./view/notification";
import { StatusView } from "./view/status";

const folder = path.join(root, "e2e/sources");
const textOf = (name: string) => readFileSync(path.join(folder, `${name}.txt`), "utf8");

/** The rows of a table of the source, without its head. */
const rowsOf = (text: string): string[][] =>
  text
    .split("\n")
    .filter(line => line.startsWith("|") && !/^[|\s-]+$/.test(line))
    .map(line => line.split("|").slice(1, -1))
    .map(cells => cells.map(cell => cell.trim()));

/** Every path of a JSON value; of lists only that they are there. */
function pathsOf(value: unknown, at = ""): string[] {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, at ? `${at}.${key}` : key))];
}

const columnsOf = (view: string) =>
  transaction(
    "system",
    tx => tx.$queryRaw<{ name: string }[]>`
      SELECT column_name AS name FROM information_schema.columns WHERE table_name = ${view} ORDER BY ordinal_position`,
  ).then(rows => rows.map(({ name }) => name));

const jobColumns = () => [
  ...rowsOf(textOf("000-job-table"))
    .slice(1)
    .map(([field = ""]) => field),
  ...rowsOf(textOf("000-step-fields"))
    .slice(1)
    .flatMap(cells => cells.slice(1)),
];

test("000: its lists are here, word for word", () => {
  const names = readdirSync(folder)
    .filter(name => name.startsWith("000-"))
    .sort();
  const lists = ["fp-result", "job-table", "notifications", "step-fields", "steps", "tables"];
  expect(names).toEqual(lists.map(name => `000-${name}.txt`));
});

test("000: the FP result has every key of the source under its name, and beside them only those of every answer", () => {
  // What stands for more in the source is no JSON.
  const text = textOf("000-fp-result")
    .replace("true|false", "true")
    .replace(/, \.\.\.\]/, "]")
    .replaceAll("{...}", "{}");
  const source = JSON.parse(text);
  const steps = syncStepIds.map(step => ({
    ...{ step, state: "done", done: 1, errorMessage: null, skipReason: null, startedAt: null, endedAt: null },
    result: { fetched: 1, created: 1, updated: 0, unchanged: 0, gone: 2, warnings: [] },
  }));
  const ended = { userId: 60, status: "complete", errorMessage: null, steps };
  const ours = toWire(toFpResult(ended, { requestId: "req_1", at: new Date("2026-01-26T12:00:00Z") }));
  const added = pathsOf(ours).filter(one => !pathsOf(source).includes(one) && !one.startsWith("data.worker_results."));
  expect(pathsOf(source).filter(one => !pathsOf(ours).includes(one))).toEqual([]);
  expect(added).toEqual(["message", "meta.request_id"]);
  expect(ours).toMatchObject({
    success: true,
    data: { user_id: 60, steps_completed: Object.keys(source.data.worker_results), failed_steps: [], error_count: 0 },
    error: null,
    meta: { function_name: source.meta.function_name, errors: [], timestamp: "2026-01-26T12:00:00.000Z" },
  });
  expect((ours as { data: { worker_results: object } }).data.worker_results).toHaveProperty("equity", {
    ...{ fetched: 1, created: 1, updated: 2, unchanged: 0, duration_ms: 0, warnings: [] },
  });
});

test("000: the view has exactly the columns of the source, and the status tells each by its name", async () => {
  const columns = jobColumns();
  expect(columns).toHaveLength(6 + 9 * 3);
  const view = await columnsOf("rezen_onboarding_jobs");
  expect(view.filter(name => name !== "transaction_data_loaded").sort()).toEqual([...columns].sort());
  const status = Object.keys(StatusView.shape).map(toWirePath);
  expect(view.filter(name => !status.includes(name))).toEqual([]);
  expect(StatusView.shape.status.options).toEqual(expect.arrayContaining(["Started", "Partial", "Complete", "Error"]));
});

test("000: each step fills the fields that the source gives it", () => {
  const fields = textOf("000-steps").split(/^### /m).slice(2);
  const told = fields.map(section => /Job Fields[^`]*`(\w+)_started`, `(\w+)`/.exec(section)?.slice(1));
  expect(told).toEqual(syncStepIds.map(id => [syncSteps[id].column, syncSteps[id].column]));
});

test("000: every table that it names is there", async () => {
  const names = rowsOf(textOf("000-tables"))
    .slice(1)
    .flatMap(([, tables = ""]) => tables.split(", "));
  const all = [...names, "credentials", "user_roles", "notification_items", "rezen_onboarding_jobs"];
  expect(names).toHaveLength(19);
  const missing = await transaction(
    "system",
    tx => tx.$queryRaw<{ name: string }[]>`
      SELECT name FROM unnest(${all}::text[]) AS name WHERE to_regclass(quote_ident(name)) IS NULL`,
  );
  expect(missing).toEqual([]);
});

test("000: its notifications say what it says", async () => {
  const told = rowsOf(textOf("000-notifications")).slice(1);
  expect(told).toHaveLength(3);
  for (const [code, type, , message] of told) {
    expect(type).toBe("INFO");
    const said = toMessage({ code, missing: [], isTriedAgain: false } as unknown as Parameters<typeof toMessage>[0]);
    expect(`"${said}"`).toBe(message);
  }
  expect(await columnsOf("notification_items")).toEqual(
    expect.arrayContaining(["code", "type", "message", "user_id", "read_at"]),
  );
});
