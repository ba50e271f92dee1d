/** What the header of a file calls its format. */
export const formatName = "natter-export";

/** It grows when an older program could no longer read what is written. */
export const formatVersion = 1;
