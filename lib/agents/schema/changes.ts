/** How many changes of a data set a sync keeps record by record; its counts say how many there were. */
export const mostKept = 500;
