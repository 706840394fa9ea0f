package cluster

import (
	"encoding/json"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"conformance/internal/web"
)

// plugin is one instance of the data source.
type plugin struct {
	*state
	settings settings
}

// Handler has the routes of one instance.
func Handler(configured backend.DataSourceInstanceSettings) (http.Handler, error) {
	p := &plugin{state: newState()}
	if len(configured.JSONData) > 0 {
		if err := json.Unmarshal(configured.JSONData, &p.settings); err != nil {
			return nil, err
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /namespaces", p.allNamespaces)
	mux.HandleFunc("GET /namespaces/{name}", p.oneNamespace)
	mux.HandleFunc("GET /namespaces/{namespace}/pods", p.somePods)
	mux.HandleFunc("GET /namespaces/{namespace}/pods/{pod}", p.onePod)
	mux.HandleFunc("DELETE /namespaces/{namespace}/pods/{pod}", child("deleted", "namespace", "pod"))
	mux.HandleFunc("GET /namespaces/{namespace}/pods/{pod}/log", child("log", "namespace", "pod"))
	mux.HandleFunc("GET /namespaces/{namespace}/services", one("services", "namespace"))
	mux.HandleFunc("GET /namespaces/{namespace}/services/{service}", child("service", "namespace", "service"))
	mux.HandleFunc("GET /namespaces/{namespace}/events", one("events", "namespace"))
	mux.HandleFunc("GET /queries", named("queries", "all"))
	mux.HandleFunc("POST /queries", save(http.StatusCreated))
	mux.HandleFunc("POST /annotations", save(http.StatusCreated))
	mux.HandleFunc("GET /queries/{id}", query)
	mux.HandleFunc("PUT /queries/{id}", save(http.StatusOK))
	mux.HandleFunc("DELETE /queries/{id}", query)
	mux.HandleFunc("GET /metrics", p.allMetrics)
	mux.HandleFunc("GET /metrics/{name}", one("metric", "name"))
	mux.HandleFunc("GET /metrics/{name}/labels", one("labels", "name"))
	mux.HandleFunc("GET /metrics/{name}/labels/{label}/values", child("values", "name", "label"))
	mux.HandleFunc("GET /projects", named("projects", "all"))
	mux.HandleFunc("GET /projects/{project}", one("project", "project"))
	mux.HandleFunc("GET /projects/{project}/clusters", one("clusters", "project"))
	mux.HandleFunc("GET /projects/{project}/clusters/{cluster}", child("cluster", "project", "cluster"))
	mux.HandleFunc("GET /user", p.user)
	mux.HandleFunc("GET /settings", p.configured)
	mux.HandleFunc("GET /health", named("health", "ok"))
	mux.HandleFunc("GET /version", named("version", "1.0.0"))
	mux.HandleFunc("GET /devices", named("devices", "all"))
	mux.HandleFunc("POST /devices/{id}", setDevice)
	mux.HandleFunc("GET /files/{path...}", oneFile)
	return web.Refusing(mux), nil
}

func named(kind, name string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		web.JSON(w, http.StatusOK, entry{Kind: kind, Name: name})
	}
}

func one(kind, parameter string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		web.JSON(w, http.StatusOK, entry{Kind: kind, Name: r.PathValue(parameter)})
	}
}

func child(kind, parent, name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		parent := r.PathValue(parent)
		web.JSON(w, http.StatusOK, entry{kind, &parent, r.PathValue(name)})
	}
}
