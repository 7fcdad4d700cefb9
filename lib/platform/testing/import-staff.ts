import { afterAll, expect, vi } from "vitest";
import { startSandbox } from "@/lib/sandbox";
import { WorkerProcess } from "./worker-process";

/** Workers of one test file, told apart by the address under which each calls Letzshop. */
export type ImportStaff = {
  sandboxUrl: string;
  employ: (...names: string[]) => Promise<void>;
  named: (name: string) => WorkerProcess;
  /** Who asked Letzshop last: the one that holds the import of orders, or held it. */
  holder: () => Promise<string>;
  countCalls: (name: string) => Promise<number>;
};

/** Starts a sandbox, slow enough that a process can be caught in the middle of a page, and points this test and its workers to it. */
export async function openImportOffice(latencyMs = 60): Promise<ImportStaff> {
  const sandbox = await startSandbox({ port: 0, latencyMs });
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
  const employOne = async (name: string) =>
    void workers.set(name, await WorkerProcess.start({ LETZSHOP_API_URL: letzshopUrl(name) }));
  const callers = async (): Promise<string[]> => {
    const calls: { at: string; path: string }[] = await (await fetch(`${sandbox.url}/_calls?upstream=letzshop`)).json();
    const inOrder = calls.sort((a, b) => (a.at < b.at ? -1 : 1));
    return inOrder.map(({ path }) => new URLSearchParams(path.split("?")[1]).get("worker") ?? "");
  };
  return {
    sandboxUrl: sandbox.url,
    employ: async (...names) => void (await Promise.all(names.map(employOne))),
    named: name => workers.get(name) ?? expect.fail(`there is no worker ${name}`),
    holder: async () => (await callers()).at(-1) ?? "",
    countCalls: async name => (await callers()).filter(caller => caller === name).length,
  };
}
