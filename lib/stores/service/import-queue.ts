/** The queue whose job runs a store's imports; known apart from the steps, which know whoever sends it. */
export const importQueue = { job: "stores.import" } as const;
