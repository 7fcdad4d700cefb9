/** Which of the processes of a run of browser tests this is, counted from 0 on; one that failed leaves its number. */
export const testWorker = (): number => Number(process.env.TEST_WORKER_INDEX ?? 0);
