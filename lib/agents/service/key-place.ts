/** Where an agent enters and replaces its key: the link of every message that tells of it. */
export const placeOfKey = "/agent/key";
