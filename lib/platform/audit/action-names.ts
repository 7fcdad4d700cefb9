import type { Kind } from "../flow/subject";
import type { messages } from "../i18n/messages";

type Words = (typeof messages)["auditActions"]["done"];
type OfArea<A extends keyof Words> = `${A}.${keyof Words[A] & string}`;
type Area = Exclude<keyof Words, "any">;

/**
 * What the trail may tell, `store.verified`: each has words for the desk, so that what has none does not compile. What any kind of subject does has them
 * once, under `any`; `test.…` is what tests write.
 */
export type AuditAction =
  | { [A in Area]: OfArea<A> }[Area]
  | `${Kind}.${keyof Words["any"] & string}`
  | `test.${string}`;
