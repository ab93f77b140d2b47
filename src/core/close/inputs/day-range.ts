/** Calendar days as `YYYY-MM-DD`, both ends included: they compare as texts. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}
