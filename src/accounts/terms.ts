// Owns which version of the terms is shown today. Refuses to be guessed: whoever accepts sends it back.

/** Month of the text, as it stands on the page and in the record of consents. */
export const termsVersion = '2026-11';
