/** The queue whose job runs the syncs of agents; known apart from the steps, which know whoever sends it. */
export const syncQueue = { job: "agents.sync" } as const;

/** How many syncs one worker does at a time. */
export const syncsPerWorker = 4;
