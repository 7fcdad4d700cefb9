import { env } from "../env";
import { type EmergencyView, emergencyParties } from "./schema";

/** Whom to call when it does not work, ourselves first, as the configuration names them. */
export function getEmergency(): EmergencyView {
  const of = (party: string) => env.emergencyContacts.filter(contact => contact.party === party);
  return {
    contacts: emergencyParties.flatMap(of),
    missing: emergencyParties.filter(party => of(party).length === 0),
  };
}
