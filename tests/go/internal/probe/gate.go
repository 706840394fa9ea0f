// Package probe is a plugin that waits for what a test tells it, with all services of a data source. It keeps the
// contract that package client states.
package probe

import "context"

// gate is what one call waits for and another one gives.
type gate struct {
	// One for each chunk that may be sent.
	next semaphore
	// One for each call that hangs.
	hanging semaphore
	// One for each stream or handler that is no more.
	dropped semaphore
}

func newGate() *gate {
	return &gate{newSemaphore(), newSemaphore(), newSemaphore()}
}

// semaphore counts what may be taken.
type semaphore chan struct{}

// No test gives more than this without taking.
const most = 1 << 16

func newSemaphore() semaphore { return make(semaphore, most) }

func (s semaphore) give() { s <- struct{}{} }

// take waits for one, and says false where the caller went away before.
func (s semaphore) take(ctx context.Context) bool {
	select {
	case <-s:
		return true
	case <-ctx.Done():
		return false
	}
}
