/** Of what has ended, or was paused, longer ago than this nothing is tried again, and nothing goes on: it is fetched anew when the person begins. */
export const againWithinHours = 24;
