/** Data for the people of one country. Lists are separated by commas; in patterns `#` is a digit, `@` a capital letter. */
export interface Nationality {
  code: string;
  country: string;
  men: string;
  women: string;
  last: string;
  cities: string;
  states: string;
  postcode: string;
  phone: string;
  cell: string;
  /** Name and pattern of the number that identifies a person; null if the country has none. */
  id: readonly [string, string] | null;
  /** The oldest version of the API that has the country. */
  since?: '1.4';
}
