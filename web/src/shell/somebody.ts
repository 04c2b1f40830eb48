/** Somebody by their address; with a name they are invited if nobody has that address. */
export interface Somebody {
  readonly email: string;
  readonly name?: string;
}
