import type { TestCheck } from "@/components/flow/connection-test";
import type { KeyTestView } from "@/lib/stores/view/answers";

const order = ["addressAnswers", "keyAccepted", "mayReadShipments", "shopFound"] as const;

/** How far a test of a key came, in the order in which it goes. */
export const listChecks = (checks: KeyTestView["checks"], say: (name: (typeof order)[number]) => string): TestCheck[] =>
  order.map(name => ({ label: say(name), outcome: checks[name] }));
