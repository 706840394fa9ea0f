package client

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"google.golang.org/grpc"
	"google.golang.org/grpc/encoding/gzip"
	"google.golang.org/grpc/metadata"

	"conformance/internal/host"
)

const mebibyte = 1 << 20

func TestAnAnswerOfManyMegabytesArrivesWhole(t *testing.T) {
	answer := startProbe(t).Must(t, "GET", "big/20000000", nil)
	if answer.Status != 200 || len(answer.Body) != 20_000_000 {
		t.Fatalf("status %d, %d bytes", answer.Status, len(answer.Body))
	}
}

func TestABodyBelowTheLimitComesBack(t *testing.T) {
	process := startProbe(t)
	// What else is in the message has room beside it.
	body := bytes.Repeat([]byte("0123456789abcdef"), mebibyte-64)
	answer, err := process.Send(t.Context(), host.Request("POST", "echo", body))
	if target() == sdkTarget {
		if err == nil {
			t.Fatal("the SDK takes more than 4 MiB now")
		}
		return
	}
	if err != nil || answer.Status != 200 || !bytes.Equal(answer.Body, body) {
		t.Fatalf("%v", err)
	}
}

func TestACompressedMessageIsRead(t *testing.T) {
	if target() == sdkTarget {
		t.Skip("the SDK's server reads none")
	}
	process := startProbe(t)
	body := bytes.Repeat([]byte("0123456789abcdef"), mebibyte/4)
	compressed := grpc.UseCompressor(gzip.Name)
	client := pluginv2.NewResourceClient(process.Conn())
	stream, err := client.CallResource(t.Context(), host.Request("POST", "echo", body), compressed)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := stream.Recv()
	if err != nil || answer.Code != 200 || !bytes.Equal(answer.Body, body) {
		t.Fatalf("%v", err)
	}
	// So is one of the SDK's services.
	health := &pluginv2.CheckHealthRequest{PluginContext: host.Context()}
	if _, err := pluginv2.NewDiagnosticsClient(process.Conn()).CheckHealth(t.Context(), health, compressed); err != nil {
		t.Fatal(err)
	}
}

func TestMetadataOfAMegabyteIsTaken(t *testing.T) {
	if target() == sdkTarget {
		t.Skip("the SDK's server takes 16 KiB")
	}
	ctx := metadata.AppendToOutgoingContext(t.Context(), "x-token", strings.Repeat("x", mebibyte))
	answer, err := startProbe(t).Send(ctx, host.Request("GET", "pid", nil))
	if err != nil || answer.Status != 200 {
		t.Fatalf("%v", err)
	}
}

func TestABodyOverTheLimitIsRefusedAndTheConnectionLives(t *testing.T) {
	process := startProbe(t)
	stream := process.Open(t, "stream")
	next(t, stream)
	for range 3 {
		answer, err := process.Send(t.Context(), host.Request("POST", "echo", make([]byte, 17*mebibyte)))
		if target() == serverTarget {
			overLimit(t, answer, err)
		} else if err == nil {
			t.Fatalf("no error, but %d", answer.Status)
		}
		if pid := process.Must(t, "GET", "pid", nil); pid.Status != 200 {
			t.Fatalf("the next call: %d", pid.Status)
		}
	}
	// What was under way on the same connection goes on.
	process.Must(t, "POST", "next", nil)
	if piece := next(t, stream); piece != "chunk 1" {
		t.Fatalf("%q", piece)
	}
}

// overLimit: Grafana's front end shows the message of an answer, and nothing of an error of gRPC.
func overLimit(t *testing.T, answer *host.Answer, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("an error of gRPC: %v", err)
	}
	var body struct{ Message string }
	if json.Unmarshal(answer.Body, &body) != nil || answer.Status != 413 || body.Message == "" {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
}
