import { beforeAll, expect, test, vi } from "vitest";
import { transaction } from "@/lib/platform/db";
import { pickNumber } from "@/lib/platform/sandbox/random";
import { isFull } from "@/lib/platform/testing/full-form";
import { openImportOffice } from "@/lib/platform/testing/import-staff";
import { beginImport, ended, expectSameResult, type Importing, until } from "@/lib/platform/testing/importing-store";

const office = await openImportOffice();
const rows = 1000;
const takeOverMs = 20_000;
const importsAtOnce = 10;
const rounds = isFull ? 10 : 1;
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
let undisturbed: Importing;

const early = (round: number) => ["a", "b"].map(name => `early-${round}-${name}`);
const late = (round: number) => ["a", "b", "c"].map(name => `late-${round}-${name}`);

type Held = { onboardingId: number; step: string; attempts: number };
/** The parts that some worker holds now. */
const listHeld = (): Promise<Held[]> =>
  transaction(
    "system",
    tx => tx.$queryRaw<Held[]>`
      SELECT onboarding_id AS "onboardingId", step, attempts FROM onboarding_step WHERE state = 'running' AND parent IS NOT NULL`,
  );
const isTaken = async ({ onboardingId, step, attempts }: Held) => {
  const where = { onboardingId_step: { onboardingId, step } };
  const now = await transaction("system", tx => tx.onboardingStep.findUniqueOrThrow({ where }));
  return now.attempts > attempts;
};

beforeAll(async () => {
  await office.employ(...early(0));
  undisturbed = await beginImport(office.sandboxUrl, rows);
  expect(await until(undisturbed, ended)).toMatchObject({ status: "completed" });
});

/**
 * Kills all who work, each import at a moment of its own, and answers after how long each part was taken over. Nobody is left, so that time
 * begins when their successors are ready.
 */
async function killRound(round: number): Promise<{ imports: Importing[]; tookMs: number[] }> {
  if (round > 0) await office.employ(...early(round));
  const imports = await Promise.all(
    Array.from({ length: importsAtOnce }, async (_, at) => {
      await pause(pickNumber(`begin ${round} ${at}`, 2000));
      return beginImport(office.sandboxUrl, rows);
    }),
  );
  // All places are at work, and some imports still wait for one.
  await vi.waitUntil(async () => (await listHeld()).length > 3, { timeout: 60_000, interval: 20 });
  await pause(pickNumber(`kill ${round}`, 500));
  await Promise.all(early(round).map(name => office.named(name).kill()));
  const held = await listHeld();
  await office.employ(...late(round));
  const ready = performance.now();
  const tookMs = await Promise.all(
    held.map(async part => {
      await vi.waitUntil(() => isTaken(part), { timeout: takeOverMs + 5000, interval: 100 });
      return performance.now() - ready;
    }),
  );
  for (const one of imports) expect(await until(one, ended)).toMatchObject({ status: "completed" });
  await Promise.all(late(round).map(name => office.named(name).kill()));
  return { imports, tookMs };
}

test(
  `bar 60: of ${rounds * importsAtOnce} imports killed at seeded moments each is taken over within 20 s and ends as an undisturbed one`,
  async () => {
    for (let round = 0; round < rounds; round++) {
      const { imports, tookMs } = await killRound(round);
      expect(tookMs.length, "parts that were held").toBeGreaterThan(1);
      const seconds = tookMs.map(ms => ms / 1000).sort((a, b) => a - b);
      process.stdout.write(
        `bar 60: ${seconds.length} parts taken over after ${seconds.map(one => one.toFixed(1)).join(", ")} s\n`,
      );
      expect(Math.max(...tookMs)).toBeLessThan(takeOverMs);
      for (const one of imports) await expectSameResult(one, undisturbed);
    }
  },
  240_000 * rounds,
);
