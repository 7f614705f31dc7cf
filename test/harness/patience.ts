/** Longest wait of a client for an answer, in milliseconds: what never comes is found by the limit of the test. */
export const PATIENCE = 1_000_000;
