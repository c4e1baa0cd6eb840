/** Where the axis writes a day: Mondays while they fit, else every second, fourth … one. */
export function ticksOf(days: readonly { number: number }[], widthPx: number, labelPx = 58): number[] {
  const room = Math.max(2, Math.floor(widthPx / labelPx));
  if (days.length <= room) return days.map((day) => day.number + 0.5);
  const mondays = days.filter((day) => (day.number + 3) % 7 === 0).map((day) => day.number + 0.5);
  const every = Math.max(1, Math.ceil(mondays.length / room));
  return mondays.filter((_, index) => index % every === 0);
}
