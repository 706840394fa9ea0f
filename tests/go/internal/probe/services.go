package probe

import (
	"context"
	"fmt"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/prometheus/client_golang/prometheus"
)

// The SDK answers CollectMetrics with what is registered here.
func init() {
	up := prometheus.NewGauge(prometheus.GaugeOpts{Name: "up", Help: "1 while the plugin runs."})
	up.Set(1)
	prometheus.MustRegister(up)
}

// CheckHealth is well at all times.
func (p *Plugin) CheckHealth(context.Context, *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	return &backend.CheckHealthResult{
		Status: backend.HealthStatusOk, Message: "healthy", JSONDetails: []byte(`{"checked":true}`),
	}, nil
}

// QueryData answers query A with a frame, and refuses any other one.
func (p *Plugin) QueryData(_ context.Context, request *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	answers := backend.NewQueryDataResponse()
	for _, query := range request.Queries {
		if query.RefID == "A" {
			frame := data.NewFrame("numbers", data.NewField("value", nil, []int64{1, 2, 3}))
			answers.Responses["A"] = backend.DataResponse{Frames: data.Frames{frame}}
			continue
		}
		err := fmt.Errorf("no query %s", query.RefID)
		answers.Responses[query.RefID] = backend.DataResponse{Error: err, Status: backend.StatusBadRequest}
	}
	return answers, nil
}

// SubscribeStream knows two paths.
func (p *Plugin) SubscribeStream(
	_ context.Context, request *backend.SubscribeStreamRequest,
) (*backend.SubscribeStreamResponse, error) {
	if request.Path != "ticks" && request.Path != "endless" {
		return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusNotFound}, nil
	}
	return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusOK}, nil
}

// PublishStream gives back what is published.
func (p *Plugin) PublishStream(
	_ context.Context, request *backend.PublishStreamRequest,
) (*backend.PublishStreamResponse, error) {
	return &backend.PublishStreamResponse{Status: backend.PublishStreamStatusOK, Data: request.Data}, nil
}

// RunStream sends three packets on ticks, and one on endless, which goes on until the caller leaves.
func (p *Plugin) RunStream(ctx context.Context, request *backend.RunStreamRequest, sender *backend.StreamSender) error {
	packets := 3
	if request.Path == "endless" {
		defer p.dropped.give()
		packets = 1
	}
	for n := range packets {
		if err := sender.SendJSON(fmt.Appendf(nil, `{"n":%d}`, n)); err != nil {
			return err
		}
	}
	if request.Path == "endless" {
		<-ctx.Done()
	}
	return nil
}
