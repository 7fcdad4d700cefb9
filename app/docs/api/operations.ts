import { type Operation, readReference } from "@/lib/platform/http/reference";
import { declarations } from "../../api/declarations";

// It is made of the program alone, so it is made once.
let made: Operation[] | undefined;

/** Every call of the API, in the order of its document. */
export function listOperations(): readonly Operation[] {
  made ??= readReference(declarations);
  return made;
}
