import { format } from "node:util";
import { afterEach } from "vitest";

// A test that expects an error spies on console.error itself; what reaches this one was not expected.
const seen: string[] = [];
console.error = (...parts: unknown[]) => void seen.push(format(...parts));

afterEach(() => {
  const unexpected = seen.splice(0);
  if (unexpected.length > 0) throw new Error(`unexpected console.error:\n${unexpected.join("\n")}`);
});
