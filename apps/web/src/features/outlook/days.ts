/** By how many days a trend is judged (`core/trend.py`). */
export const SPAN_DAYS = 90;
