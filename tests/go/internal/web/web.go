// Package web has what the plugins of this module share: reading and answering JSON, and refusals in the form that
// Grafana's front end shows. net/http and httpadapter have none of it, so every author writes it.
package web

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// Roles as Grafana orders them. The SDK has a role as text only.
var ranks = map[string]int{"Viewer": 1, "Editor": 2, "Admin": 3}

// JSON answers with a value.
func JSON(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		Refuse(w, http.StatusInternalServerError, "internal error")
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// Refuse answers with an error. Grafana's front end shows message.
func Refuse(w http.ResponseWriter, status int, message string) {
	JSON(w, status, struct {
		Message string `json:"message"`
		Error   string `json:"error"`
	}{message, http.StatusText(status)})
}

// ReadJSON reads the body into target, or refuses the call and says false.
func ReadJSON(w http.ResponseWriter, r *http.Request, target any) bool {
	if sent := r.Header.Get("Content-Type"); sent != "" {
		if media, _, err := mime.ParseMediaType(sent); err != nil || media != "application/json" {
			Refuse(w, http.StatusUnsupportedMediaType, "the body must be application/json, not "+sent)
			return false
		}
	}
	// httpadapter leaves Body nil where there is none, and reading it would panic.
	if r.Body == nil {
		Refuse(w, http.StatusBadRequest, "the body is missing: expected JSON")
		return false
	}
	body, err := io.ReadAll(r.Body)
	if err == nil {
		err = json.Unmarshal(body, target)
	}
	if err == nil {
		return true
	}
	status := http.StatusUnprocessableEntity
	if syntax := new(json.SyntaxError); errors.As(err, &syntax) {
		status = http.StatusBadRequest
	}
	Refuse(w, status, "the body is not valid JSON: "+err.Error())
	return false
}

// Role lets only callers of this role or a higher one through.
func Role(role string, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		user := backend.UserFromContext(r.Context())
		if user == nil {
			Refuse(w, http.StatusForbidden, "this needs a user with the role "+role)
			return
		}
		if ranks[user.Role] < ranks[role] {
			Refuse(w, http.StatusForbidden, "this needs the role "+role+", and yours is "+user.Role)
			return
		}
		next(w, r)
	}
}
