import { StepFailure } from "@/lib/platform/flow/failure";
import { OutboundError, type OutboundKind } from "@/lib/platform/outbound/outbound-error";
import { toldBy } from "@/lib/platform/outbound/told-outbound-error";
import { rezenCatalogue } from "../../client/rezen-catalogue";

const { remedies } = rezenCatalogue;

/** Is the key good for nothing until there is another one? */
export const spoilsKey = (kind: OutboundKind): kind is "auth" => remedies[kind].waits;

/** A failed call, for the agent. */
export const toldRezen = toldBy(rezenCatalogue);

/** What stopped a part of the sync, for the agent; anything but a failed call stays as it is. */
export const explainRezen = (thrown: unknown): unknown =>
  thrown instanceof OutboundError ? toldRezen(thrown) : thrown;

/** There is no key: nothing can be asked. */
export const noKey = (): StepFailure => new StepFailure("auth", remedies.no_key.text);

/** The key may not even read its own agent. */
export const noRights = (): StepFailure => new StepFailure("permission", remedies.no_rights.text);

/** reZEN has refused this key before, or it does not open: nobody is asked with it. */
export const brokenKey = (fault: string | null): StepFailure =>
  fault === "permission" ? noRights() : new StepFailure("auth", remedies.auth.text);

/** The stored key does not open: nobody can be asked with it. */
export const unreadableKey = (): StepFailure => new StepFailure("auth", remedies.unreadable.text);

/** The master key that a key was closed with is not known here yet: nobody can be asked with it. */
export const noMasterKey = (): StepFailure => new StepFailure("unavailable", remedies.unavailable.text);

/** The key was exchanged while its data was read: the part is done again with the new one. */
export const otherKey = (): StepFailure => new StepFailure("other_key", remedies.other_key.text, true);

/** The team comes first, and it is still being fetched. */
export const teamFirst = (): StepFailure => new StepFailure("team_first", remedies.team_first.text, true);

/** Why an individual's team is skipped. */
export const noTeam = (): string => "Your account has no team.";

const listed = (names: readonly string[]) => names.join(", ");

/** What is worth knowing about a part that has ended well, each a sentence. */
export const warningTexts = {
  drift: (names: readonly string[]) => `reZEN sends fields that we do not know or understand yet: ${listed(names)}`,
  unreadable: (count: number, examples: readonly string[]) =>
    `${count} ${count === 1 ? "entry" : "entries"} of reZEN could not be read, such as ${listed(examples)}`,
  refused: (count: number, examples: readonly string[]) =>
    `${count} ${count === 1 ? "entry" : "entries"} of reZEN could not be stored, such as ${listed(examples)}`,
  currencies: (count: number) =>
    `${count} ${count === 1 ? "amount" : "amounts"} in another currency than the rest of their entry were left out`,
  members: (count: number, examples: readonly string[]) =>
    `The cap of ${count} ${count === 1 ? "team member" : "team members"} could not be read, such as ${listed(examples)}`,
  knownRoster: () => "Your team could not be fetched, so the caps are those of the members known from before",
  shortList: () => "reZEN told less than half of what was here before, so nothing was taken away",
  noPrice: () => "reZEN tells no price of a share, so their value is not told",
};
