// A data source plugin in Go to compare with, made as Go authors make one: datasource.Manage, httpadapter, a ServeMux.
//
//	GO_PLUGIN  devices (as it stands without), cluster (the benchmarks'), probe, or cases
//	CASES      the folder of the cases; an instance's jsonData names whose routes it has: {"plugin": "jaeger"}
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
	"github.com/grafana/grafana-plugin-sdk-go/backend/resource/httpadapter"

	"conformance/internal/cases"
	"conformance/internal/cluster"
	"conformance/internal/devices"
	"conformance/internal/probe"
)

// resources is an instance that answers resource calls only.
type resources struct {
	backend.CallResourceHandler
}

func main() {
	factory, err := factory(os.Getenv("GO_PLUGIN"))
	if err == nil {
		err = datasource.Manage("conformance-go-datasource", factory, datasource.ManageOpts{})
	}
	if err != nil {
		backend.Logger.Error("the plugin does not run", "error", err)
		os.Exit(1)
	}
}

func factory(plugin string) (datasource.InstanceFactoryFunc, error) {
	switch plugin {
	case "", "devices":
		registry := devices.NewRegistry()
		return routes(func(settings backend.DataSourceInstanceSettings) (http.Handler, error) {
			return devices.Handler(registry, settings)
		}), nil
	case "cluster":
		return routes(cluster.Handler), nil
	case "probe":
		made := probe.New()
		return func(context.Context, backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
			return made, nil
		}, nil
	case "cases":
		tables, err := cases.Tables(os.Getenv("CASES"))
		return routes(func(settings backend.DataSourceInstanceSettings) (http.Handler, error) {
			return table(tables, settings)
		}), err
	}
	return nil, fmt.Errorf("GO_PLUGIN: no plugin %q", plugin)
}

// routes makes an instance of what handles its calls.
func routes(
	handler func(backend.DataSourceInstanceSettings) (http.Handler, error),
) datasource.InstanceFactoryFunc {
	return func(_ context.Context, settings backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
		made, err := handler(settings)
		return resources{httpadapter.New(made)}, err
	}
}

func table(tables []cases.Plugin, settings backend.DataSourceInstanceSettings) (http.Handler, error) {
	var chosen cases.Plugin
	if err := json.Unmarshal(settings.JSONData, &struct {
		Plugin *string `json:"plugin"`
	}{&chosen.Name}); err != nil {
		return nil, err
	}
	for _, table := range tables {
		if table.Name == chosen.Name {
			mux, _ := cases.Mux(table)
			return mux, nil
		}
	}
	return nil, fmt.Errorf("no plugin %q in the cases", chosen.Name)
}
