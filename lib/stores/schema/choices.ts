/** Languages a shop can speak. */
export const shopLanguages = ["fr", "de", "en", "lb"] as const;
/** Value-added tax classes of Luxembourg, in percent. */
export const taxRates = [17, 14, 8, 3] as const;
/** How goods reach the customer, in the feed's own words. */
export const deliveryMethods = ["nationwide", "package_delivery", "self_collect"] as const;

/** What an import has done in turn, by the ids of its parts. */
export const importParts = ["orders", "products"] as const;
/** What is worth doing after the set-up and can wait for ever, by the ids of the checklist. */
export const optionalTasks = ["languages", "description"] as const;
