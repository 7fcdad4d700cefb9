/** True in `npm run test:full`: long numbers, statistics and time-outs that take their time. */
export const isFull = process.env.TEST_FULL === "1";
