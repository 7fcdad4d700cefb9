/** Where the key is entered: in the settings, or before there is anything to see in the set-up; lands on its input. */
export const placeOfKey = ({ isThroughGate }: { isThroughGate: boolean }): string =>
  `${isThroughGate ? "/agent/settings" : "/agent/onboarding/connect"}#field-apiKey`;
