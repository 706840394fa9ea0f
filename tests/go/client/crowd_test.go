package client

import (
	"fmt"
	"sync"
	"testing"

	"conformance/internal/host"
)

// crowd calls at once, and gives their errors.
func crowd(size int, call func(number int) error) []error {
	errs := make([]error, size)
	var all sync.WaitGroup
	for number := range size {
		all.Go(func() { errs[number] = call(number) })
	}
	all.Wait()
	return errs
}

func nobodyFailed(t *testing.T, errs []error) {
	t.Helper()
	for number, err := range errs {
		if err != nil {
			t.Fatalf("call %d: %v", number, err)
		}
	}
}

func TestTwoHundredCallsAtOnceEachGetTheirOwnAnswer(t *testing.T) {
	process := startProbe(t)
	// None is answered before all have come.
	nobodyFailed(t, crowd(200, func(number int) error {
		url := fmt.Sprintf("meet/%d?token=q%d", number, number)
		body := fmt.Sprintf(`{"token":"b%d"}`, number)
		answer, err := process.Send(t.Context(), host.Request("POST", url, []byte(body)))
		if err != nil {
			return err
		}
		want := fmt.Sprintf(`[%d,{"token":"q%d"},{"token":"b%d"}]`, number, number, number)
		if string(answer.Body) != want {
			return fmt.Errorf("%d %s, expected %s", answer.Status, answer.Body, want)
		}
		return nil
	}))
}

func TestAThousandCallsAreOpenAtOnce(t *testing.T) {
	process := startProbe(t)
	streams := make([]*host.Stream, 1000)
	for number := range streams {
		streams[number] = process.Open(t, "hang")
	}
	nobodyFailed(t, crowd(len(streams), func(int) error {
		_, err := process.Send(soon(t), host.Request("GET", "hanging", nil))
		return err
	}))
}

// A server that counts resets ends the connection after some, and with it the calls of everybody else.
func TestABurstOfCancelledCallsHarmsNobody(t *testing.T) {
	skipOn(t, "the SDK ends the connection at times", sdkTarget)
	process := startProbe(t)
	other := process.Open(t, "stream")
	next(t, other)
	for range 5 {
		streams := make([]*host.Stream, 400)
		for number := range streams {
			streams[number] = process.Open(t, "hang")
		}
		nobodyFailed(t, crowd(len(streams), func(int) error {
			_, err := process.Send(soon(t), host.Request("GET", "hanging", nil))
			return err
		}))
		for _, stream := range streams {
			stream.Cancel()
		}
		nobodyFailed(t, crowd(len(streams), func(int) error {
			_, err := process.Send(soon(t), host.Request("GET", "dropped", nil))
			return err
		}))
	}
	process.Must(t, "POST", "next", nil)
	if piece := next(t, other); piece != "chunk 1" {
		t.Fatalf("%q", piece)
	}
}
