import { existsSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import { withConnection } from "@/lib/platform/testing/database";
import { inCheckout } from "@/scripts/checkout.mjs";
import type { Figures } from "./bench";
import type { Verdict } from "./judge";

type Machine = { cpu: string; cores: number; memoryGiB: number; node: string; postgres: string };

/** What is kept of a bench: when and where it ran, the medians of each side, and the goals. */
export type Result = {
  date: string;
  machine: Machine;
  work: string;
  rounds: number;
  seconds: number;
  figures: Record<string, Figures>;
  goals: Verdict[];
  notes?: Record<string, unknown>;
};

const file = inCheckout("bench", "results.json");

/** Puts one result beside those of other runs in bench/results.json; a run of one bench leaves the others as they were. */
export function keepResult(name: string, result: Result): void {
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, Result>) : {};
  const all = Object.entries({ ...kept, [name]: result }).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
}

/** The machine that we run on, and its Postgres. */
export async function describeMachine(databaseUrl: string): Promise<Machine> {
  const { rows } = await withConnection(databaseUrl, client => client.query("SHOW server_version"));
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model.trim() ?? "unknown",
    cores: cpus.length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    node: process.versions.node,
    postgres: String(rows[0]?.server_version),
  };
}

/** Prints figures and goals of a bench as a table for people. */
export function printResult(name: string, { figures, goals, notes = {} }: Result): void {
  console.log(`\n${name}`);
  console.table(figures);
  for (const [title, note] of Object.entries(notes)) console.log(`  ${title}: ${asText(note)}`);
  for (const { title, value, atMost, atLeast, reached } of goals) {
    const bound = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`;
    console.log(`  ${reached ? "✓" : "✗"} ${title}: ${value} (goal: ${bound})`);
  }
}

const asText = (note: unknown) => (typeof note === "object" ? JSON.stringify(note) : String(note));
