import type { Configuration, NotificationPreferences } from "../schema/customer";

/** The columns of a customer that say how it is synced and how news are told. */
export const configurationFields = {
  ...{ syncEveryMinutes: true, pageSize: true, withExports: true, alertAfterFailures: true, alertAfterMinutes: true },
  pauseAfterFailures: true,
  notifyBy: true,
} as const;

/** How a customer is synced. */
export const configurationOf = (customer: Configuration): Configuration => {
  const { syncEveryMinutes, pageSize, withExports, alertAfterFailures, alertAfterMinutes, pauseAfterFailures } =
    customer;
  return { syncEveryMinutes, pageSize, withExports, alertAfterFailures, alertAfterMinutes, pauseAfterFailures };
};

/** How news of a customer are told. */
export const preferencesOf = ({ notifyBy }: { notifyBy: readonly string[] }): NotificationPreferences => ({
  email: notifyBy.includes("email"),
  inApp: notifyBy.includes("in_app"),
  slack: notifyBy.includes("slack"),
});

/** The same as the column keeps it. */
export const notifyByOf = ({ email, inApp, slack }: NotificationPreferences): string[] => [
  ...(email ? ["email"] : []),
  ...(inApp ? ["in_app"] : []),
  ...(slack ? ["slack"] : []),
];
