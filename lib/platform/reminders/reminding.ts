import type { Prisma } from "../db";
import type { Flow } from "../flow/step";

/** Whom a reminder goes to, as the kind's own tables know them. */
export type Person = {
  subject: number;
  /** Whose account it is: they say whether they want any. */
  userId: number;
  name: string | null;
  code: string | null;
  email: string | null;
  phone: string;
  locale: string | null;
};

/** What a kind says of its reminders: whose wizard it is, who may be written to, and where each step is. */
export type Reminding = {
  flow: Flow;
  /** A query of `Person` rows, and of each the account's own number as `ownPhone`: everybody who is verified and not disabled. */
  people: Prisma.Sql;
  /** The path of a step, by its slug. */
  placeOf: (person: Person, slug: string) => string;
};
