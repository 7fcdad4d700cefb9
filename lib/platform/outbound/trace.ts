import { AsyncLocalStorage } from "node:async_hooks";

const traces = new AsyncLocalStorage<string>();

/** Does work under a support code that people are shown; every call that it makes to an upstream is kept under that code. */
export const withTrace = <T>(trace: string, work: () => T): T => traces.run(trace, work);

/** The support code under which we work; undefined where nobody was told one. */
export const currentTrace = (): string | undefined => traces.getStore();
