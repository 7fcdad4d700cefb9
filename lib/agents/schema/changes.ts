/** How many changes of a data set a sync keeps record by record; its counts say how many there were. */
export const mostKept = 500;

/** How many days changes are kept record by record. */
export const keptDays = 90;
