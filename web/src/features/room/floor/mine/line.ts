/** Characters of what somebody wants to say; the server takes no more. */
export const LINE_LENGTH = 140;
