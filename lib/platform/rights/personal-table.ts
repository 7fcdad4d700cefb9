import type { Prisma } from "../db";

/** Whom a right is used for: the account, how it is reached, and what is theirs alone. */
export type Person = {
  id: number;
  phoneNumber: string | null;
  email: string | null;
  onboardingIds: number[];
  /** Whose messages are this person's: `store:7`, `practitioner:3`. */
  tenants: string[];
};

/** A table that holds something about people, and what their rights mean there. */
export type PersonalTable = {
  table: string;
  /** Their rows as JSON, in a column named `row`, without secrets and hashes; a sentence instead says why none is given out. */
  rows: ((of: Person) => Prisma.Sql) | string;
  /** The statement that removes them or what they say of the person; a sentence instead says with what they go, or why they stay. */
  erase: ((of: Person) => Prisma.Sql) | string;
};
