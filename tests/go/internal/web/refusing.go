package web

import (
	"fmt"
	"net/http"
)

// Refusing answers what a mux has no handler for as JSON, in place of the mux's own plain text.
func Refusing(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(&refusing{ResponseWriter: w, request: r}, r)
	})
}

// refusing replaces the body of an answer that the mux itself gives.
type refusing struct {
	http.ResponseWriter
	request  *http.Request
	replaced bool
}

// WriteHeader is the first call of every handler that the mux has for such answers (http.Error).
func (w *refusing) WriteHeader(status int) {
	// The mux sets the pattern before it runs a handler of ours, so without one it answers by itself.
	if w.request.Pattern != "" || status < http.StatusBadRequest {
		w.ResponseWriter.WriteHeader(status)
		return
	}
	w.replaced = true
	message := fmt.Sprintf("no resource answers %s %s", w.request.Method, w.request.URL.Path)
	if allow := w.Header().Get("Allow"); allow != "" {
		message = fmt.Sprintf("%s is not answered here, only %s", w.request.Method, allow)
	}
	w.Header().Del("X-Content-Type-Options")
	Refuse(w.ResponseWriter, status, message)
}

func (w *refusing) Write(body []byte) (int, error) {
	if w.replaced {
		return len(body), nil
	}
	return w.ResponseWriter.Write(body)
}

// Unwrap lets http.ResponseController flush what is below.
func (w *refusing) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Flush sends what was written so far as a message of its own.
func (w *refusing) Flush() {
	if flusher, ok := w.ResponseWriter.(http.Flusher); ok {
		flusher.Flush()
	}
}
