import "./worker-hooks.mjs";
import "tsx";

// A queue must exist before anybody sends to it, also on a host that runs no worker: so migrate makes them, not the worker.
const { prepareQueues } = await import("../lib/worker.ts");
await prepareQueues(process.env.DATABASE_URL);
