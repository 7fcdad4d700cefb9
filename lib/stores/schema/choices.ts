/** Languages a shop can speak. */
export const shopLanguages = ["fr", "de", "en", "lb"] as const;
/** Value-added tax classes of Luxembourg, in percent. */
export const taxRates = [17, 14, 8, 3] as const;
/** How goods reach the customer, in the feed's own words. */
export const deliveryMethods = ["nationwide", "package_delivery", "self_collect"] as const;
