#include "transfer/time_cursor.hpp"

namespace mtm::transfer {

using namespace std::chrono;

bool read_zone(TimeCursor& cursor, minutes& offset) {
  cursor.one_of(" ");
  if (cursor.at_end() || cursor.one_of("Zz")) return true;
  char sign = cursor.one_of("+-");
  int hour = 0, minute = 0;
  if (!sign || !cursor.digits(2, hour)) return false;
  cursor.one_of(":");
  if (!cursor.at_end() && !cursor.digits(2, minute)) return false;
  if (hour > 23 || minute > 59) return false;
  offset = hours(hour) + minutes(minute);
  if (sign == '-') offset = -offset;
  return true;
}

}  // namespace mtm::transfer
