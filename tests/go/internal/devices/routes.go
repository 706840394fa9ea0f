package devices

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"conformance/internal/web"
)

// instance of the data source: the devices, and its own settings.
type instance struct {
	*Registry
	configured
}

// Handler has the routes of one instance.
func Handler(registry *Registry, settings backend.DataSourceInstanceSettings) (http.Handler, error) {
	configured, err := read(settings)
	if err != nil {
		return nil, err
	}
	i := &instance{registry, configured}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /devices", i.devices)
	mux.HandleFunc("GET /devices/{id}", i.device)
	mux.HandleFunc("POST /devices/{id}", web.Role("Editor", i.post))
	mux.HandleFunc("DELETE /devices/{id}", web.Role("Admin", i.delete))
	mux.HandleFunc("GET /devices/{id}/events", i.events)
	mux.HandleFunc("GET /export.csv", i.export)
	mux.HandleFunc("GET /me", me)
	mux.HandleFunc("GET /config", web.Role("Admin", i.config))
	mux.HandleFunc("GET /names", i.names)
	return web.Refusing(mux), nil
}

// number reads the path's id, or refuses the call and says false.
func number(w http.ResponseWriter, r *http.Request) (uint32, bool) {
	id, err := strconv.ParseUint(r.PathValue("id"), 10, 32)
	if err != nil {
		web.Refuse(w, http.StatusBadRequest, fmt.Sprintf("path parameter `id`: %v", err))
	}
	return uint32(id), err == nil
}

// give answers with a device, or says why there is none.
func give(w http.ResponseWriter, device Device, refused *refusal) {
	if refused != nil {
		web.Refuse(w, refused.status, refused.message)
		return
	}
	web.JSON(w, http.StatusOK, device)
}

func (i *instance) devices(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	filter := filter{query.Get("prefix"), query["kind"], i.PageSize}
	for _, kind := range filter.kinds {
		if !slices.Contains(kinds, kind) {
			web.Refuse(w, http.StatusBadRequest, "query: kind: unknown kind "+kind)
			return
		}
	}
	if query.Has("limit") {
		limit, err := strconv.ParseUint(query.Get("limit"), 10, 31)
		if err != nil {
			web.Refuse(w, http.StatusBadRequest, fmt.Sprintf("query: limit: %v", err))
			return
		}
		filter.limit = int(min(limit, math.MaxInt32))
	}
	web.JSON(w, http.StatusOK, i.list(filter))
}

func (i *instance) device(w http.ResponseWriter, r *http.Request) {
	if id, ok := number(w, r); ok {
		device, refused := i.get(id)
		give(w, device, refused)
	}
}

func (i *instance) post(w http.ResponseWriter, r *http.Request) {
	var body struct {
		State State `json:"state"`
	}
	id, ok := number(w, r)
	if !ok || !web.ReadJSON(w, r, &body) {
		return
	}
	device, refused := i.turn(id, body.State)
	give(w, device, refused)
}

func (i *instance) delete(w http.ResponseWriter, r *http.Request) {
	id, ok := number(w, r)
	if !ok {
		return
	}
	if refused := i.remove(id); refused != nil {
		web.Refuse(w, refused.status, refused.message)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (i *instance) events(w http.ResponseWriter, r *http.Request) {
	id, ok := number(w, r)
	if !ok {
		return
	}
	now, refused := i.watch(id)
	if refused != nil {
		web.Refuse(w, refused.status, refused.message)
		return
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	lines := json.NewEncoder(w)
	for {
		device, is, changed := now()
		if !is || lines.Encode(device) != nil || http.NewResponseController(w).Flush() != nil {
			return
		}
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		}
	}
}

func (i *instance) export(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	// The first form is for clients that do not know the second, which carries any name.
	name := strings.ReplaceAll(url.QueryEscape(i.Site+".csv"), "+", "%20")
	w.Header().Set("Content-Disposition", "attachment; filename=\"devices.csv\"; filename*=UTF-8''"+name)
	_, _ = fmt.Fprint(w, "id,name,kind,state\r\n")
	for _, device := range i.all() {
		name := strings.ReplaceAll(device.Name, `"`, `""`)
		_, _ = fmt.Fprintf(w, "%d,\"%s\",%s,%s\r\n", device.ID, name, device.Kind, device.State)
	}
}

func me(w http.ResponseWriter, r *http.Request) {
	user := backend.UserFromContext(r.Context())
	if user == nil {
		web.Refuse(w, http.StatusForbidden, "this needs a signed-in user")
		return
	}
	web.JSON(w, http.StatusOK, map[string]string{
		"login": user.Login, "name": user.Name, "email": user.Email, "role": user.Role,
	})
}

func (i *instance) config(w http.ResponseWriter, _ *http.Request) {
	web.JSON(w, http.StatusOK, i.configured)
}

func (i *instance) names(w http.ResponseWriter, _ *http.Request) {
	names := []string{}
	for _, device := range i.all() {
		names = append(names, device.Name)
	}
	web.JSON(w, http.StatusOK, names)
}
