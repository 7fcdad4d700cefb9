import { revise } from "@/lib/platform/flow/advance";
import type { SettingsPart } from "../schema";
import { storeOnboarding } from "../steps";
import { requireThroughGate } from "./open-gate";

type Save = {
  part: SettingsPart;
  input: unknown;
  version?: number;
  actor: { userId: number; storeId: number };
  address: string;
};

const stepOf = { profile: "merchant_profile", letzshop: "letzshop_api", products: "product_import" } as const;

/** Changes the answers of a step after the onboarding, checked and proved as there. Throws `onboarding_required` before the gate. */
export async function saveSettings({ part, input, version, actor, address }: Save): Promise<void> {
  const [subjectId, stepId] = [actor.storeId, stepOf[part]];
  const wanted = { flow: storeOnboarding, subjectId, stepId, input, version, actorId: actor.userId, address };
  await revise(wanted, requireThroughGate);
}
