package client

import (
	"context"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"

	"conformance/internal/host"
)

// runEndless waits for the first packet of a stream that has no end, and gives what cancels it.
func runEndless(t *testing.T, process *host.Process) context.CancelFunc {
	t.Helper()
	ctx, cancel := context.WithCancel(soon(t))
	t.Cleanup(cancel)
	request := &pluginv2.RunStreamRequest{PluginContext: host.Context(), Path: "endless"}
	stream, err := process.RunStream(ctx, request)
	if err == nil {
		_, err = stream.Recv()
	}
	if err != nil {
		t.Fatal(err)
	}
	return cancel
}

// kill is how Grafana stops a plugin: it asks it to shut down, and kills it after two seconds.
func kill(process *host.Process) (took time.Duration) {
	before := time.Now()
	process.Client.Kill()
	return time.Since(before)
}

func TestKillEndsTheProcessAtOnce(t *testing.T) {
	process := startProbe(t)
	process.Must(t, "GET", "pid", nil)
	took := kill(process)
	if target() == sdkTarget {
		if took < 2*time.Second || process.ExitCode() != -1 {
			t.Fatalf("the SDK stops by itself now: %v, code %d", took, process.ExitCode())
		}
		return
	}
	if took > time.Second || process.ExitCode() != 0 {
		t.Fatalf("%v, code %d", took, process.ExitCode())
	}
}

// sleeping is a call that takes 700 ms and is under way.
func sleeping(t *testing.T, process *host.Process) <-chan *host.Answer {
	t.Helper()
	answered := make(chan *host.Answer, 1)
	go func() {
		answer, err := process.Send(context.WithoutCancel(t.Context()), host.Request("GET", "sleep/700", nil))
		if err != nil {
			t.Logf("the call: %v", err)
		}
		answered <- answer
	}()
	process.Must(t, "GET", "hanging", nil)
	return answered
}

func slept(t *testing.T, answer *host.Answer) {
	t.Helper()
	if answer == nil || answer.Status != 200 || string(answer.Body) != "slept" {
		t.Fatalf("the call that was under way: %v", answer)
	}
}

// go-plugin closes its connection as soon as Shutdown is answered, so a server that wants to finish what is under way
// answers it last.
func TestKillLetsACallFinish(t *testing.T) {
	skipOn(t, "drops what is under way", goTarget, sdkTarget)
	process := startProbe(t)
	answered := sleeping(t, process)
	took := kill(process)
	slept(t, <-answered)
	if took > 1700*time.Millisecond || process.ExitCode() != 0 {
		t.Fatalf("%v, code %d", took, process.ExitCode())
	}
}

func TestKillDoesNotWaitForAStreamWithoutAnEnd(t *testing.T) {
	skipOn(t, "does not stop by itself", sdkTarget)
	process := startProbe(t)
	stream := process.Open(t, "stream")
	next(t, stream)
	runEndless(t, process)
	// The grace is below the two seconds after which it would be killed; Shutdown's answer has no limit of its own.
	if took := kill(process); took > 3*time.Second || process.ExitCode() != 0 {
		t.Fatalf("%v, code %d", took, process.ExitCode())
	}
}

// Grafana asks again for what somebody looks at.
func TestKillDoesNotWaitForAStreamThatIsWatched(t *testing.T) {
	skipOn(t, "does not stop by itself", sdkTarget)
	process := startProbe(t)
	runEndless(t, process)
	if took := kill(process); took > time.Second || process.ExitCode() != 0 {
		t.Fatalf("%v, code %d", took, process.ExitCode())
	}
}

func TestSigtermLetsACallFinish(t *testing.T) {
	skipOn(t, "ends at once", goTarget, sdkTarget)
	process := startProbe(t)
	answered := sleeping(t, process)
	if err := process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	slept(t, <-answered)
	ended(t, process)
	if process.ExitCode() != 0 {
		t.Fatalf("code %d", process.ExitCode())
	}
}

// ended waits for the end of the process, and does not bring it about.
func ended(t *testing.T, process *host.Process) {
	t.Helper()
	for ctx := soon(t); !process.Client.Exited(); {
		select {
		case <-ctx.Done():
			t.Fatal("the process goes on")
		// go-plugin has no event for this.
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// Ctrl-C in a terminal reaches the whole process group, and it is for Grafana to say when its plugins stop.
func TestSigintIsGrafanasToTake(t *testing.T) {
	skipOn(t, "ends at once", sdkTarget)
	process := startProbe(t)
	if err := process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	answered := sleeping(t, process)
	slept(t, <-answered)
}
