/** Ends an address so that its page lands on the key's input. */
export const toKeyInput = "#field-apiKey";
