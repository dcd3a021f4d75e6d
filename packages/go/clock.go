package kgiton

import (
	"context"
	"math/rand"
	"time"
)

// Clock is the time and randomness that retries and waits use. Replaceable, so that tests need not wait.
type Clock interface {
	// Now returns the current time.
	Now() time.Time

	// Sleep returns after this duration, or with the error of the context as soon as that is done.
	Sleep(ctx context.Context, duration time.Duration) error

	// Random returns a number from 0 (inclusive) to 1 (exclusive).
	Random() float64
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) Sleep(ctx context.Context, duration time.Duration) error {
	timer := time.NewTimer(duration)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (systemClock) Random() float64 { return rand.Float64() }
