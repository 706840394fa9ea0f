package cluster

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"conformance/internal/web"
)

func (p *plugin) allNamespaces(w http.ResponseWriter, _ *http.Request) {
	web.JSON(w, http.StatusOK, p.namespaces)
}

func (p *plugin) oneNamespace(w http.ResponseWriter, r *http.Request) {
	if found := p.namespace(r.PathValue("name")); found != nil {
		web.JSON(w, http.StatusOK, found)
		return
	}
	web.Refuse(w, http.StatusNotFound, "no such namespace")
}

func (p *plugin) somePods(w http.ResponseWriter, r *http.Request) {
	query, limit := r.URL.Query(), 100
	if query.Has("limit") {
		var err error
		if limit, err = strconv.Atoi(query.Get("limit")); err != nil || limit < 0 {
			web.Refuse(w, http.StatusBadRequest, fmt.Sprintf("query: limit: not a number: %q", query.Get("limit")))
			return
		}
	}
	var label *string
	if query.Has("label") {
		given := query.Get("label")
		label = &given
	}
	web.JSON(w, http.StatusOK, p.list(r.PathValue("namespace"), query.Get("after"), limit, label))
}

func (p *plugin) onePod(w http.ResponseWriter, r *http.Request) {
	if found := p.pod(r.PathValue("namespace"), r.PathValue("pod")); found != nil {
		web.JSON(w, http.StatusOK, found)
		return
	}
	web.Refuse(w, http.StatusNotFound, "no such pod")
}

func (p *plugin) allMetrics(w http.ResponseWriter, _ *http.Request) {
	web.JSON(w, http.StatusOK, p.metrics)
}

func (p *plugin) user(w http.ResponseWriter, r *http.Request) {
	context := backend.PluginConfigFromContext(r.Context())
	if context.User == nil {
		web.Refuse(w, http.StatusForbidden, "this needs a signed-in user")
		return
	}
	user := context.User
	web.JSON(w, http.StatusOK, caller{user.Login, user.Name, context.OrgID, context.PluginID, p.settings.Tenant})
}

func (p *plugin) configured(w http.ResponseWriter, _ *http.Request) {
	web.JSON(w, http.StatusOK, p.settings)
}

// number reads the path's id, or refuses the call and says false.
func number(w http.ResponseWriter, r *http.Request) (uint32, bool) {
	id, err := strconv.ParseUint(r.PathValue("id"), 10, 32)
	if err != nil {
		web.Refuse(w, http.StatusBadRequest, fmt.Sprintf("path parameter `id`: %v", err))
	}
	return uint32(id), err == nil
}

func query(w http.ResponseWriter, r *http.Request) {
	if id, ok := number(w, r); ok {
		web.JSON(w, http.StatusOK, savedQuery{id, "saved", 1})
	}
}

// save answers what would have been stored.
func save(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.PathValue("id") != "" {
			if _, ok := number(w, r); !ok {
				return
			}
		}
		var body newQuery
		if web.ReadJSON(w, r, &body) {
			web.JSON(w, status, savedQuery{body.IntervalSeconds, body.Name, len(body.Targets)})
		}
	}
}

func setDevice(w http.ResponseWriter, r *http.Request) {
	var body struct {
		State string `json:"state"`
	}
	id, ok := number(w, r)
	if ok && web.ReadJSON(w, r, &body) {
		web.JSON(w, http.StatusOK, device{id, body.State})
	}
}

func oneFile(w http.ResponseWriter, r *http.Request) {
	path := r.PathValue("path")
	web.JSON(w, http.StatusOK, file{path, strings.Count(path, "/") + 1})
}
