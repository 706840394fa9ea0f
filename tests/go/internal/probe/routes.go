package probe

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/resource/httpadapter"

	"conformance/internal/web"
)

// crowd is how many calls have to be under way before /meet/{number} answers any.
const crowd = 200

// Plugin is the data source.
type Plugin struct {
	backend.CallResourceHandler
	*gate
	crowd *sync.WaitGroup
}

// New makes the plugin. All instances of the data source are this one.
func New() *Plugin {
	p := &Plugin{gate: newGate(), crowd: &sync.WaitGroup{}}
	p.crowd.Add(crowd)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /pid", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, os.Getpid()) })
	mux.HandleFunc("GET /stream", p.stream)
	mux.HandleFunc("POST /next", func(http.ResponseWriter, *http.Request) { p.next.give() })
	mux.HandleFunc("GET /hang", p.hang)
	mux.HandleFunc("GET /hanging", func(_ http.ResponseWriter, r *http.Request) { p.hanging.take(r.Context()) })
	mux.HandleFunc("GET /dropped", func(_ http.ResponseWriter, r *http.Request) { p.dropped.take(r.Context()) })
	mux.HandleFunc("GET /breaks", breaks)
	mux.HandleFunc("POST /meet/{number}", p.meet)
	mux.HandleFunc("GET /headers", headers)
	mux.HandleFunc("GET /big/{size}", big)
	mux.HandleFunc("POST /echo", echo)
	mux.HandleFunc("GET /sleep/{ms}", p.sleep)
	mux.HandleFunc("POST /log/{level}", log)
	p.CallResourceHandler = httpadapter.New(web.Refusing(mux))
	return p
}

// stream sends four chunks: the first one at once, each other one when it is let through.
func (p *Plugin) stream(w http.ResponseWriter, r *http.Request) {
	defer p.dropped.give()
	for number := range 4 {
		if number > 0 && !p.next.take(r.Context()) {
			return
		}
		_, _ = fmt.Fprintf(w, "chunk %d", number)
		_ = http.NewResponseController(w).Flush()
	}
	p.next.take(r.Context())
}

func (p *Plugin) hang(_ http.ResponseWriter, r *http.Request) {
	defer p.dropped.give()
	p.hanging.give()
	<-r.Context().Done()
}

func breaks(w http.ResponseWriter, _ *http.Request) {
	_, _ = fmt.Fprint(w, "begun")
	_ = http.NewResponseController(w).Flush()
	panic("the second chunk breaks")
}

// meet gives each of its arguments back, when all calls have come.
func (p *Plugin) meet(w http.ResponseWriter, r *http.Request) {
	type token struct {
		Token string `json:"token"`
	}
	number, err := strconv.Atoi(r.PathValue("number"))
	var body token
	if err != nil || !web.ReadJSON(w, r, &body) {
		return
	}
	p.crowd.Done()
	p.crowd.Wait()
	web.JSON(w, http.StatusOK, []any{number, token{r.URL.Query().Get("token")}, body})
}

func headers(w http.ResponseWriter, _ *http.Request) {
	w.Header()["X-Two"] = []string{"one", "two"}
	w.Header()["Vary"] = []string{"accept", "origin"}
}

func big(w http.ResponseWriter, r *http.Request) {
	if size, err := strconv.Atoi(r.PathValue("size")); err == nil {
		_, _ = io.WriteString(w, strings.Repeat("x", size))
	}
}

func echo(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/octet-stream")
	if r.Body != nil {
		_, _ = io.Copy(w, r.Body)
	}
}

// sleep counts as hanging, so that a test knows when it is under way.
func (p *Plugin) sleep(w http.ResponseWriter, r *http.Request) {
	ms, err := strconv.Atoi(r.PathValue("ms"))
	if err != nil {
		return
	}
	p.hanging.give()
	time.Sleep(time.Duration(ms) * time.Millisecond)
	_, _ = fmt.Fprint(w, "slept")
}

func log(_ http.ResponseWriter, r *http.Request) {
	var line struct {
		Message string `json:"message"`
	}
	if r.Body == nil || json.NewDecoder(r.Body).Decode(&line) != nil {
		return
	}
	logger := backend.Logger
	write := map[string]func(string, ...any){
		"debug": logger.Debug, "info": logger.Info, "warn": logger.Warn, "error": logger.Error,
	}[r.PathValue("level")]
	if write != nil {
		write(line.Message, "count", 7)
	}
}
