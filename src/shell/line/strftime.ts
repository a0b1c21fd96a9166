const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** strftime(3) in the C locale and UTC. */
export function strftime(format: string, seconds: number): string {
  const date = new Date(seconds * 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hour12 = date.getUTCHours() % 12 || 12;
  const yearStart = Date.UTC(date.getUTCFullYear(), 0, 1);
  const dayOfYear = Math.floor((date.getTime() - yearStart) / 86_400_000);
  return format.replace(/%([a-zA-Z%])/g, (whole, letter: string) => {
    switch (letter) {
      case 'a':
        return DAYS[date.getUTCDay()]!.slice(0, 3);
      case 'A':
        return DAYS[date.getUTCDay()]!;
      case 'b':
      case 'h':
        return MONTHS[date.getUTCMonth()]!.slice(0, 3);
      case 'B':
        return MONTHS[date.getUTCMonth()]!;
      case 'c':
        return strftime('%a %b %e %H:%M:%S %Y', seconds);
      case 'C':
        return two(Math.floor(date.getUTCFullYear() / 100));
      case 'd':
        return two(date.getUTCDate());
      case 'D':
      case 'x':
        return strftime('%m/%d/%y', seconds);
      case 'e':
        return String(date.getUTCDate()).padStart(2);
      case 'F':
        return strftime('%Y-%m-%d', seconds);
      case 'H':
        return two(date.getUTCHours());
      case 'I':
        return two(hour12);
      case 'j':
        return String(dayOfYear + 1).padStart(3, '0');
      case 'k':
        return String(date.getUTCHours()).padStart(2);
      case 'l':
        return String(hour12).padStart(2);
      case 'm':
        return two(date.getUTCMonth() + 1);
      case 'M':
        return two(date.getUTCMinutes());
      case 'n':
        return '\n';
      case 'p':
        return date.getUTCHours() < 12 ? 'AM' : 'PM';
      case 'r':
        return strftime('%I:%M:%S %p', seconds);
      case 'R':
        return strftime('%H:%M', seconds);
      case 's':
        return String(Math.floor(seconds));
      case 'S':
        return two(date.getUTCSeconds());
      case 't':
        return '\t';
      case 'T':
      case 'X':
        return strftime('%H:%M:%S', seconds);
      case 'u':
        return String(date.getUTCDay() || 7);
      case 'w':
        return String(date.getUTCDay());
      case 'y':
        return two(date.getUTCFullYear() % 100);
      case 'Y':
        return String(date.getUTCFullYear());
      case 'z':
        return '+0000';
      case 'Z':
        return 'UTC';
      case '%':
        return '%';
      default:
        return whole;
    }
  });
}
