package kgiton

import (
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var seconds = regexp.MustCompile(`^\d+(\.\d+)?$`)

// retryAfter is how long a response asks to wait: RFC 9110, section 10.2.3, a number of seconds or a date.
func retryAfter(header http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if seconds.MatchString(value) {
		number, _ := strconv.ParseFloat(value, 64)
		return time.Duration(math.Min(number*float64(time.Second), math.MaxInt64/2))
	}
	date, err := http.ParseTime(value)
	if err != nil || !date.After(now) {
		return 0
	}
	return date.Sub(now)
}

// retryDelay is how long to wait before the next attempt: as long as the server asks for, otherwise exponential backoff
// with full jitter. It is not ok if there is none.
func retryDelay(err *Error, attempt int, clock Clock) (delay time.Duration, ok bool) {
	switch {
	case !isRetryable(err) || err.RetryAfter > longestRetryAfter*time.Second:
		return 0, false
	case err.RetryAfter > 0:
		return err.RetryAfter, true
	}
	longest := math.Min(longestBackoff, firstBackoff*math.Pow(2, float64(attempt-1)))
	return time.Duration(clock.Random() * longest * float64(time.Millisecond)), true
}

func isRetryable(err *Error) bool {
	if err.StatusCode == 0 {
		return !err.isPermanent
	}
	for _, status := range retryableStatuses {
		if err.StatusCode == status {
			return true
		}
	}
	return false
}
