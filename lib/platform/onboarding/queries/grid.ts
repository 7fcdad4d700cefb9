import type { SessionUser } from "../../auth/session";
import { transaction } from "../../db";
import { listOnboardings } from "../../onboardings/queries";
import { type OnboardingKind, OnboardingSearch } from "../../onboardings/schema";
import type { OnboardingRow } from "../../onboardings/view";
import type { StandingStep } from "../view";

const perPage = 50;
// What somebody may have to look at.
const troubled = "failed,partial,retrying,stalled,waiting";

/** Onboardings of a kind by their steps. */
export type OnboardingGrid = {
  rows: { row: OnboardingRow; cells: Partial<Record<string, StandingStep>> }[];
  previousCursor: string | null;
  nextCursor: string | null;
};

type Asked = { kind: (typeof OnboardingKind.options)[number]; hasTrouble: boolean; cursor?: string };
type Cell = { id: number; step: string; state: StandingStep };

const readCells = (ids: readonly number[]) =>
  transaction(
    "system",
    tx => tx.$queryRaw<Cell[]>`
      SELECT onboarding_id AS id, step, state::text FROM onboarding_step WHERE onboarding_id = ANY(${[...ids]}::int[])`,
  );

/** A page of the onboardings of a kind, newest first, each with how its steps stand; an operator reads people masked. */
export async function readGrid(
  reader: Pick<SessionUser, "roles">,
  { kind, hasTrouble, cursor }: Asked,
): Promise<OnboardingGrid> {
  const search = OnboardingSearch.safeParse({
    kind,
    limit: perPage,
    ...(hasTrouble ? { status: troubled } : {}),
    ...(cursor ? { cursor } : {}),
  });
  const { items, previousCursor, nextCursor } = await listOnboardings(
    reader,
    search.success
      ? search.data
      : OnboardingSearch.parse({ kind, limit: perPage, ...(hasTrouble ? { status: troubled } : {}) }),
  );
  const found = await readCells(items.map(({ id }) => id));
  const rows = items.map(row => ({
    row,
    cells: Object.fromEntries(found.filter(({ id }) => id === row.id).map(({ step, state }) => [step, state])),
  }));
  return { rows, previousCursor, nextCursor };
}
