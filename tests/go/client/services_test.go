package client

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"

	"conformance/internal/host"
)

// startServices is the probe with all of a data source's services.
func startServices(t *testing.T) *host.Process {
	t.Helper()
	skipOn(t, "the probe has resources only", sdkTarget)
	return startProbe(t)
}

func TestCheckHealth(t *testing.T) {
	request := &pluginv2.CheckHealthRequest{PluginContext: host.Context()}
	answer, err := startServices(t).CheckHealth(soon(t), request)
	if err != nil || answer.Status != pluginv2.CheckHealthResponse_OK || answer.Message != "healthy" {
		t.Fatalf("%v, %v", answer, err)
	}
	sameJSON(t, answer.JsonDetails, `{"checked":true}`)
}

func TestCollectMetrics(t *testing.T) {
	request := &pluginv2.CollectMetricsRequest{PluginContext: host.Context()}
	answer, err := startServices(t).CollectMetrics(soon(t), request)
	if err != nil || !strings.Contains("\n"+string(answer.Metrics.GetPrometheus()), "\nup 1\n") {
		t.Fatalf("%v, %v", answer, err)
	}
}

func TestQueryData(t *testing.T) {
	query := func(id string) *pluginv2.DataQuery {
		return &pluginv2.DataQuery{
			RefId: id, MaxDataPoints: 100, IntervalMS: 1000, Json: []byte(`{"refId":"` + id + `"}`),
			TimeRange: &pluginv2.TimeRange{FromEpochMS: 1_700_000_000_000, ToEpochMS: 1_700_000_060_000},
		}
	}
	answer, err := startServices(t).QueryData(soon(t), &pluginv2.QueryDataRequest{
		PluginContext: host.Context(), Queries: []*pluginv2.DataQuery{query("A"), query("B")},
	})
	if err != nil {
		t.Fatal(err)
	}
	// As Grafana reads it: the frames are Arrow.
	read, err := backend.FromProto().QueryDataResponse(answer)
	if err != nil {
		t.Fatal(err)
	}
	if a := read.Responses["A"]; a.Error != nil || len(a.Frames) != 1 {
		t.Fatalf("A: %+v", a)
	}
	field, _ := read.Responses["A"].Frames[0].FieldByName("value")
	if field == nil || field.Len() != 3 {
		t.Fatalf("value: %v", field)
	}
	for row := range 3 {
		if got, ok := field.ConcreteAt(row); !ok || got != int64(row+1) {
			t.Errorf("row %d: %v", row, got)
		}
	}
	if b := read.Responses["B"]; b.Error == nil || b.Status != 400 || !strings.Contains(b.Error.Error(), "B") {
		t.Fatalf("B: %+v", b)
	}
}

func TestSubscribeStream(t *testing.T) {
	process := startServices(t)
	for path, want := range map[string]pluginv2.SubscribeStreamResponse_Status{
		"ticks":   pluginv2.SubscribeStreamResponse_OK,
		"nowhere": pluginv2.SubscribeStreamResponse_NOT_FOUND,
	} {
		request := &pluginv2.SubscribeStreamRequest{PluginContext: host.Context(), Path: path}
		if answer, err := process.SubscribeStream(soon(t), request); err != nil || answer.Status != want {
			t.Errorf("%s: %v, %v", path, answer, err)
		}
	}
}

func TestPublishStream(t *testing.T) {
	data := `{"x":[1,"ü"]}`
	answer, err := startServices(t).PublishStream(soon(t), &pluginv2.PublishStreamRequest{
		PluginContext: host.Context(), Path: "ticks", Data: []byte(data),
	})
	if err != nil || answer.Status != pluginv2.PublishStreamResponse_OK {
		t.Fatalf("%v, %v", answer, err)
	}
	sameJSON(t, answer.Data, data)
}

func TestRunStream(t *testing.T) {
	stream, err := startServices(t).RunStream(soon(t), &pluginv2.RunStreamRequest{
		PluginContext: host.Context(), Path: "ticks",
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`{"n":0}`, `{"n":1}`, `{"n":2}`} {
		packet, err := stream.Recv()
		if err != nil {
			t.Fatal(err)
		}
		sameJSON(t, packet.Data, want)
	}
	if packet, err := stream.Recv(); !errors.Is(err, io.EOF) {
		t.Fatalf("expected the end, not %v, %v", packet, err)
	}
}

func TestACallerThatLeavesARunStreamDropsIt(t *testing.T) {
	process := startServices(t)
	cancel := runEndless(t, process)
	cancel()
	process.Must(t, "GET", "dropped", nil)
}
