/** The queue whose job runs the onboardings and syncs of customers; known apart from the steps, which know whoever sends it. */
export const customerQueue = { job: "customers.run" } as const;

/** How many customers one worker does at a time. */
export const customersPerWorker = 4;
