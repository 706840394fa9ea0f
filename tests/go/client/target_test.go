// Package client asks plugins as Grafana does, through its own client, and checks every answer.
//
// TARGET says what serves the plugin, since not all servers keep what a plugin's host may expect:
//
//	go      the plugin of cmd/plugin (as it stands without)
//	server  this library's Server
//	sdk     the Rust SDK's server
//
// LISTEN is tcp (as it stands without), unix or auto, handed on to the library's Server as GRR_LISTEN. DEVICES and PROBE
// are the binaries; without them they are BINARIES/process-devices and BINARIES/process-server (sdk: process-probe, and
// no devices).
//
// DEVICES is examples/devices. PROBE keeps this contract:
//
//	GET  /pid            the process's number
//	GET  /stream         "chunk 0" to "chunk 3", each after the first when /next lets it through, and the end so too
//	POST /next           lets one through
//	GET  /hang           never answers
//	GET  /hanging        answers when a call of /hang or /sleep is under way, once for each
//	GET  /sleep/{ms}     "slept", after so many milliseconds, however many others there are
//	GET  /dropped        answers when a /stream, a /hang or an endless RunStream is no more, once for each
//	GET  /breaks         "begun", then a panic in the stream with "the second chunk breaks"
//	POST /meet/{number}  [number, {"token": of the query}, the body {"token": …}], when 200 calls have come
//	GET  /carried        the call's metadata "tenantid", a space, and whether the call has a deadline (server only)
//	GET  /headers        X-Two: one, X-Two: two
//	GET  /big/{size}     so many "x"
//	POST /echo           the body, as it came
//	POST /log/{level}    logs the body's {"message": …} at debug, info, warn or error with a field count of 7
//	CheckHealth          OK, "healthy", details {"checked":true}
//	CollectMetrics       a line "up 1"
//	QueryData            A: a frame with a field value of int64 1, 2, 3; any other: an error that names it, status 400
//	SubscribeStream      ticks and endless: OK; any other path: NOT_FOUND
//	PublishStream        OK, with the data that came
//	RunStream            ticks: {"n":0} to {"n":2}, and the end; endless: {"n":0}, and nothing more
package client

import (
	"cmp"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"conformance/internal/host"
)

const (
	goTarget     = "go"
	serverTarget = "server"
	sdkTarget    = "sdk"
)

// goBinary is built once, for all tests.
var goBinary = os.Getenv("GO_BINARY")

// Read when asked for: go test sees only then that a result in its cache depends on it.
func target() string { return cmp.Or(os.Getenv("TARGET"), goTarget) }
func listen() string { return cmp.Or(os.Getenv("LISTEN"), "tcp") }

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	if target() != goTarget || goBinary != "" {
		return m.Run()
	}
	folder, err := os.MkdirTemp("", "conformance")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	goBinary = filepath.Join(folder, "plugin")
	build := exec.Command("go", "build", "-o", goBinary, "../cmd/plugin")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		panic(err)
	}
	return m.Run()
}

// binary finds a program that an environment variable names, or that stands in the folder of the binaries.
func binary(t *testing.T, variable, name string) string {
	t.Helper()
	path, err := filepath.Abs(cmp.Or(os.Getenv(variable), filepath.Join(os.Getenv("BINARIES"), name)))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func startDevices(t *testing.T) *host.Process {
	t.Helper()
	if target() == goTarget {
		return host.Start(t, goBinary, "GO_PLUGIN=devices")
	}
	if target() == sdkTarget && os.Getenv("DEVICES") == "" {
		t.Skip("no program serves the devices through the SDK")
	}
	return host.Start(t, binary(t, "DEVICES", "process-devices"), "GRR_LISTEN="+listen())
}

func startProbe(t *testing.T, environment ...string) *host.Process {
	t.Helper()
	if target() == goTarget {
		return host.Start(t, goBinary, append(environment, "GO_PLUGIN=probe")...)
	}
	name := "process-server"
	if target() == sdkTarget {
		name = "process-probe"
	}
	return host.Start(t, binary(t, "PROBE", name), append(environment, "GRR_LISTEN="+listen())...)
}

// skipOn leaves a test out for targets that are known not to keep what it asks.
func skipOn(t *testing.T, reason string, targets ...string) {
	t.Helper()
	for _, without := range targets {
		if target() == without {
			t.Skip(reason)
		}
	}
}

// on picks what is expected of the target.
func on[T any](ours, sdk, goes T) T {
	switch target() {
	case serverTarget:
		return ours
	case sdkTarget:
		return sdk
	}
	return goes
}

// soon bounds the wait for an event.
func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}
