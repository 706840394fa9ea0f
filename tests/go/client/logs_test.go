package client

import (
	"strings"
	"testing"
)

func TestALineHasItsLevelAndItsFields(t *testing.T) {
	process := startProbe(t, "RUST_LOG=debug")
	for _, level := range []string{"debug", "info", "warn", "error"} {
		process.Must(t, "POST", "log/"+level, []byte(`{"message":"told at `+level+`"}`))
		line := process.Lines.Await(t, "told at "+level)
		if line.Level() != level {
			t.Errorf("%s: %v", level, line)
		}
		if count := line["count"]; count != 7.0 {
			t.Errorf("count: %v in %v", count, line)
		}
	}
}

func TestAPanicIsAnError(t *testing.T) {
	process := startProbe(t, "RUST_LOG=info")
	stream := process.Open(t, "breaks")
	next(t, stream)
	_, _ = stream.Next()
	words := on("panicked: the second chunk breaks", "panicked: the second chunk breaks", "panic triggered")
	if line := process.Lines.Await(t, words); line.Level() != "error" {
		t.Errorf("%v", line)
	}
}

func TestALongLineKeepsItsLevel(t *testing.T) {
	if target() != serverTarget {
		t.Skip("only the library's own server cuts lines")
	}
	process := startProbe(t, "RUST_LOG=info")
	process.Must(t, "POST", "log/error", []byte(`{"message":"`+strings.Repeat("long ", 50_000)+`"}`))
	line := process.Lines.Await(t, "(cut: 250000 bytes)")
	if line.Level() != "error" || line["count"] != 7.0 {
		t.Errorf("%s, %v", line.Level(), line["count"])
	}
}
