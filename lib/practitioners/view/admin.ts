import type { StatusView } from "./onboarding";

/** A practitioner as the admin's list shows them. */
export type PractitionerItem = {
  id: number;
  /** Empty while nobody has told a name. */
  name: string;
  phoneNumber: string;
  practiceType: string | null;
  location: string | null;
  /** Has an agent of the calling system spoken to them? */
  isContacted: boolean;
  firstSeenAt: string | null;
  completedAt: string | null;
  /** Null before their first sign-in. */
  onboarding: StatusView | null;
};

/** A page of practitioners, and where the next one begins. */
export type PractitionerPage = { items: PractitionerItem[]; nextCursor: string | null };
