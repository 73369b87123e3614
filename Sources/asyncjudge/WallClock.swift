import Domain
import Glibc

/// The time on the wall: the only place that asks the machine for it.
@Sendable func currentTime() -> Timestamp {
  var time = timespec()
  unsafe clock_gettime(CLOCK_REALTIME, &time)
  return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
}
