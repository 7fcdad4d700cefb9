import { StepFailure } from "@/lib/platform/flow/failure";
import { OutboundError, type OutboundKind } from "@/lib/platform/outbound/outbound-error";
import { toldBy } from "@/lib/platform/outbound/told-outbound-error";

// Every sentence that a sync's failure says to an agent. Nothing technical: that is in the log.
const texts: Record<OutboundKind, string> = {
  auth: "reZEN no longer accepts your key. Enter a new key, and what is missing is fetched by itself.",
  permission:
    "Your reZEN key may not read this. Give it that right in reZEN and try again, or enter a key that has it.",
  rate_limit: "reZEN asks us to slow down.",
  unreachable: "reZEN cannot be reached right now.",
  wrong_address: "reZEN does not know what we asked for. Contact support if it stays like this.",
  unexpected: "reZEN gave an answer that we do not understand. Contact support if it stays like this.",
};

/** A failed call, for the agent. */
export const toldRezen = toldBy(texts, "Many syncs are going on at this moment.");

/** What stopped a part of the sync, for the agent; anything but a failed call stays as it is. */
export const explainRezen = (thrown: unknown): unknown =>
  thrown instanceof OutboundError ? toldRezen(thrown) : thrown;

/** There is no key: nothing can be asked. */
export const noKey = (): StepFailure =>
  new StepFailure("auth", "There is no reZEN key. Enter one, and what is missing is fetched by itself.");

const noRightsText =
  "Your reZEN key may not read your data. Enter one that may, and what is missing is fetched by itself.";

/** The key may not even read its own agent. */
export const noRights = (): StepFailure => new StepFailure("permission", noRightsText);

/** reZEN has refused this key before, or it does not open: nobody is asked with it. */
export const brokenKey = (fault: string | null): StepFailure =>
  fault === "permission" ? noRights() : new StepFailure("auth", texts.auth);

/** The stored key does not open: nobody can be asked with it. */
export const unreadableKey = (): StepFailure =>
  new StepFailure(
    "auth",
    "We can no longer open your stored reZEN key. Enter it again, and what is missing is fetched by itself.",
  );

/** The master key that a key was closed with is not known here yet: nobody can be asked with it. */
export const noMasterKey = (): StepFailure =>
  new StepFailure("unavailable", "Something has to be put right on our side first. The sync goes on by itself.");

/** The key was exchanged while its data was read: the part is done again with the new one. */
export const otherKey = (): StepFailure =>
  new StepFailure("other_key", "There is another reZEN key now. This is read with it in a moment.", true);

/** The team comes first, and it is still being fetched. */
export const teamFirst = (): StepFailure =>
  new StepFailure("team_first", "Your team is still being fetched; this comes right after it.", true);

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
