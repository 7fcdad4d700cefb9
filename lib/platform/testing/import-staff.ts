import { afterAll, expect, vi } from "vitest";
import { startSandbox } from "@/lib/sandbox";
import { WorkerProcess } from "./worker-process";

/** Workers of one test file, told apart by the address under which each calls Letzshop. */
export type ImportStaff = {
  sandboxUrl: string;
  /** By their names, or by name with the hours by which the clock of each is wrong. */
  employ: (...names: (string | Record<string, number>)[]) => Promise<void>;
  named: (name: string) => WorkerProcess;
  /** Who asked Letzshop last: the one that holds the import of orders, or held it. */
  holder: () => Promise<string>;
  countCalls: (name: string) => Promise<number>;
};

/** For a process: `Date` as it is where the clock is wrong by so many hours. */
const wrongClock = (hours: number): string => {
  const code = `const True = Date, by = ${hours} * 3_600_000;
    globalThis.Date = class Date extends True {
      constructor(...given) { if (given.length === 0) super(True.now() + by); else super(...given); }
      static now() { return True.now() + by; }
    };`;
  return `--import=data:text/javascript,${encodeURIComponent(code)}`;
};

// A small shop at a slow marketplace: an import takes seconds, but little of the machine.
const shipments = 600;

/** Starts a sandbox, slow enough that a process can be caught in the middle of a page, and points this test and its workers to it. */
export async function openImportOffice(latencyMs = 150): Promise<ImportStaff> {
  const sandbox = await startSandbox({ port: 0, latencyMs, shipments });
  const letzshopUrl = (name: string) => `${sandbox.url}/letzshop/graphql?worker=${name}`;
  vi.stubEnv("OUTBOUND_PRIVATE_ORIGINS", sandbox.url);
  vi.stubEnv("LETZSHOP_API_URL", letzshopUrl("test"));
  vi.stubEnv("TWILIO_API_URL", `${sandbox.url}/twilio`);
  vi.stubEnv("SMTP_URL", "smtp://127.0.0.1:9");
  const workers = new Map<string, WorkerProcess>();
  afterAll(async () => {
    await Promise.all([...workers.values()].map(worker => worker.kill()));
    await sandbox.close();
  });
  const employOne = async ([name, hoursWrong]: [string, number]) => {
    const clock: Record<string, string> = hoursWrong === 0 ? {} : { NODE_OPTIONS: wrongClock(hoursWrong) };
    workers.set(name, await WorkerProcess.start({ LETZSHOP_API_URL: letzshopUrl(name), ...clock }));
  };
  const callers = async (): Promise<string[]> => {
    const calls: { at: string; path: string }[] = await (await fetch(`${sandbox.url}/_calls?upstream=letzshop`)).json();
    const inOrder = calls.sort((a, b) => (a.at < b.at ? -1 : 1));
    return inOrder.map(({ path }) => new URLSearchParams(path.split("?")[1]).get("worker") ?? "");
  };
  return {
    sandboxUrl: sandbox.url,
    employ: async (...names) => {
      const all = names.flatMap(name => Object.entries(typeof name === "string" ? { [name]: 0 } : name));
      await Promise.all(all.map(employOne));
    },
    named: name => workers.get(name) ?? expect.fail(`there is no worker ${name}`),
    holder: async () => (await callers()).at(-1) ?? "",
    countCalls: async name => (await callers()).filter(caller => caller === name).length,
  };
}
