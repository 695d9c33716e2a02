package notify

import (
	"fmt"
	"strings"
	"time"
)

// Quiet are hours of a day in which only what is critical is sent; it may span
// midnight. The zero Quiet never is.
type Quiet struct {
	from, to int // minutes of the day
	zone     *time.Location
}

// ParseQuiet reads hours such as 22:00-07:00 of a time zone, UTC when it has no
// name.
func ParseQuiet(hours, zone string) (Quiet, error) {
	if hours == "" {
		return Quiet{}, nil
	}
	from, to, ok := strings.Cut(hours, "-")
	begin, err1 := time.Parse("15:04", from)
	end, err2 := time.Parse("15:04", to)
	if !ok || err1 != nil || err2 != nil || begin.Equal(end) {
		return Quiet{}, fmt.Errorf("%q are no hours: write them like 22:00-07:00", hours)
	}
	location, err := time.LoadLocation(zone)
	if err != nil {
		return Quiet{}, fmt.Errorf("%q is no time zone: write one like Europe/Berlin", zone)
	}
	return Quiet{begin.Hour()*60 + begin.Minute(), end.Hour()*60 + end.Minute(), location}, nil
}

// Until is when the quiet that holds at a time is over; the time itself when
// none does.
func (q Quiet) Until(at time.Time) time.Time {
	if q.zone == nil {
		return at
	}
	local := at.In(q.zone)
	minute := local.Hour()*60 + local.Minute()
	within := q.from <= minute && minute < q.to
	if q.from > q.to {
		within = minute >= q.from || minute < q.to
	}
	if !within {
		return at
	}
	day := local.Day()
	if q.from > q.to && minute >= q.from {
		day++
	}
	// A clock that is set forward may not have the minute; Date gives the one after.
	return time.Date(local.Year(), local.Month(), day, q.to/60, q.to%60, 0, 0, q.zone)
}
