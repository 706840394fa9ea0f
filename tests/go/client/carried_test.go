package client

import (
	"context"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"conformance/internal/host"
)

const onlyOurs = "only this library's server shows a handler what comes beside the message"

func TestMetadataAndTheDeadlineReachTheHandler(t *testing.T) {
	skipOn(t, onlyOurs, goTarget, sdkTarget)
	process := startProbe(t)
	// The host sets a deadline for each call.
	ctx := metadata.AppendToOutgoingContext(t.Context(), "tenantID", "acme")
	answer, err := process.Send(ctx, host.Request("GET", "carried", nil))
	if err != nil {
		t.Fatal(err)
	}
	if string(answer.Body) != "acme true" {
		t.Fatalf("%s", answer.Body)
	}
}

func TestPastItsDeadlineACallEndsAndItsHandlerIsDropped(t *testing.T) {
	process := startProbe(t)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err := process.Send(ctx, host.Request("GET", "hang", nil))
	if status.Code(err) != codes.DeadlineExceeded {
		t.Fatalf("the caller sees %v", err)
	}
	process.Must(t, "GET", "hanging", nil)
	process.Must(t, "GET", "dropped", nil)
}
