package client

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"conformance/internal/host"
)

func next(t *testing.T, stream *host.Stream) string {
	t.Helper()
	piece, err := stream.Next()
	if err != nil {
		t.Fatal(err)
	}
	return piece
}

func ends(t *testing.T, stream *host.Stream) {
	t.Helper()
	if piece, err := stream.Next(); !errors.Is(err, io.EOF) {
		t.Fatalf("expected the end, not %q, %v", piece, err)
	}
}

func TestEachChunkArrivesBeforeTheNextOneIsMade(t *testing.T) {
	process := startProbe(t)
	stream := process.Open(t, "stream")
	for number := range 4 {
		// The plugin has no more until it is told to go on.
		if piece := next(t, stream); piece != fmt.Sprintf("chunk %d", number) {
			t.Fatalf("chunk %d is %q", number, piece)
		}
		if number == 0 && stream.Answer.Status != 200 {
			t.Fatalf("status %d", stream.Answer.Status)
		}
		process.Must(t, "POST", "next", nil)
	}
	ends(t, stream)
}

func TestACallerThatLeavesAStreamDropsItInThePlugin(t *testing.T) {
	process := startProbe(t)
	stream := process.Open(t, "stream")
	next(t, stream)
	stream.Cancel()
	// Answers when the stream is no more.
	process.Must(t, "GET", "dropped", nil)
	if _, err := stream.Next(); status.Code(err) != codes.Canceled {
		t.Fatalf("the caller sees %v", err)
	}
}

func TestACallerThatLeavesBeforeTheAnswerDropsTheHandler(t *testing.T) {
	process := startProbe(t)
	stream := process.Open(t, "hang")
	process.Must(t, "GET", "hanging", nil)
	stream.Cancel()
	process.Must(t, "GET", "dropped", nil)
}

func TestHeadDropsAStreamAfterItsHead(t *testing.T) {
	skipOn(t, "httpadapter runs the handler of GET to its end, and sends its body", goTarget)
	process := startProbe(t)
	answer := process.Must(t, "HEAD", "stream", nil)
	if answer.Status != 200 || len(answer.Body) > 0 {
		t.Fatalf("%v", answer)
	}
	process.Must(t, "GET", "dropped", nil)
}

func TestAPanicInAStreamEndsIt(t *testing.T) {
	process := startProbe(t)
	before := string(process.Must(t, "GET", "pid", nil).Body)
	stream := process.Open(t, "breaks")
	if piece := next(t, stream); piece != "begun" {
		t.Fatalf("%q", piece)
	}
	if piece, err := stream.Next(); err == nil {
		t.Fatalf("one more piece: %q", piece)
	}
	if after := string(process.Must(t, "GET", "pid", nil).Body); after != before {
		t.Fatalf("process %s was replaced by %s", before, after)
	}
}

func TestAWatchedDeviceIsALineWheneverItChanges(t *testing.T) {
	process := startDevices(t)
	events := process.Open(t, "devices/1/events")
	for _, turn := range []struct{ state, next string }{{"off", "on"}, {"on", "off"}, {"off", "on"}} {
		line := next(t, events)
		if !strings.Contains(line, `"state":"`+turn.state+`"`) || !strings.HasSuffix(line, "\n") {
			t.Fatalf("%q is not %s", line, turn.state)
		}
		process.Must(t, "POST", "devices/1", []byte(`{"state":"`+turn.next+`"}`))
	}
	next(t, events)
	if got := events.Answer.Headers["content-type"]; len(got) != 1 || got[0] != "application/x-ndjson" {
		t.Errorf("content-type: %q", got)
	}
	process.Must(t, "DELETE", "devices/1", nil)
	ends(t, events)
}
