import { vi } from "vitest";

// A process runs one test file after the other, and each finds the environment as it was and every module of ours anew. What packages keep stays:
// to load them again for each file was a third of what the tests compute.
vi.useRealTimers();
vi.unstubAllEnvs();
vi.unstubAllGlobals();
vi.resetModules();
for (const name of Object.keys(globalThis)) if (name.startsWith("gangway")) Reflect.deleteProperty(globalThis, name);
