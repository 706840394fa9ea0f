package client

import (
	"strings"
	"testing"

	"conformance/internal/host"
)

const (
	lamp    = `{"id":1,"name":"Hall lamp","kind":"lamp","state":"off","locked":false}`
	fan     = `{"id":2,"name":"Hall fan","kind":"fan","state":"off","locked":false}`
	kitchen = `{"id":3,"name":"Küche lamp","kind":"lamp","state":"on","locked":false}`
	pump    = `{"id":4,"name":"Cellar pump","kind":"pump","state":"on","locked":true}`
	csv     = "id,name,kind,state\r\n1,\"Hall lamp\",lamp,off\r\n2,\"Hall fan\",fan,off\r\n" +
		"3,\"Küche lamp\",lamp,on\r\n4,\"Cellar pump\",pump,on\r\n"
)

func TestDevices(t *testing.T) {
	process := startDevices(t)
	for _, test := range []struct {
		method, url, body string
		want              want
	}{
		{"GET", "devices", "", is("[" + lamp + "," + fan + "," + kitchen + "," + pump + "]")},
		{"GET", "devices/", "", on(is("["+lamp+","+fan+","+kitchen+","+pump+"]"),
			is("["+lamp+","+fan+","+kitchen+","+pump+"]"), refused(404, "/devices/"))},
		{"GET", "/devices?prefix=hall&limit=1", "", is("[" + lamp + "]")},
		{"GET", "devices?kind=fan&kind=pump", "", is("[" + fan + "," + pump + "]")},
		{"GET", "devices?prefix=k%C3%BC", "", is("[" + kitchen + "]")},
		{"GET", "devices?limit=many", "", refused(400, "limit")},
		{"GET", "devices/1", "", is(lamp)},
		{"GET", "devices/one", "", refused(400, "`id`")},
		{"GET", "devices/99", "", refused(404, "there is no device 99")},
		{"POST", "devices/1", `{"state":"on"}`, is(strings.Replace(lamp, "off", "on", 1))},
		{"GET", "devices/1", "", is(strings.Replace(lamp, "off", "on", 1))},
		{"POST", "devices/1", `{"state":"off"}`, is(lamp)},
		{"POST", "devices/4", `{"state":"off"}`, refused(409, "Cellar pump is locked and stays on")},
		{"POST", "devices/1", `{`, refused(400, "not valid JSON")},
		{"POST", "devices/1", ``, refused(400, "missing")},
		{"POST", "devices/1", `{"state":"dim"}`, refused(422, "state")},
		{"PUT", "devices/1", "", want{status: 405, headers: map[string]string{
			"allow": on("DELETE, GET, HEAD, OPTIONS, POST", "DELETE, GET, HEAD, OPTIONS, POST", "DELETE, GET, HEAD, POST"),
		}, text: "PUT"}},
		{"OPTIONS", "devices", "", on(
			want{status: 204, headers: map[string]string{"allow": "GET, HEAD, OPTIONS"}},
			want{status: 204, headers: map[string]string{"allow": "GET, HEAD, OPTIONS"}},
			want{status: 405, headers: map[string]string{"allow": "GET, HEAD"}, text: "OPTIONS"})},
		{"GET", "nowhere", "", refused(404, "GET /nowhere")},
		{"GET", "export.csv", "", want{200, map[string]string{
			"content-type":        "text/csv; charset=utf-8",
			"content-disposition": "attachment; filename=\"devices.csv\"; filename*=UTF-8''home.csv",
		}, "", csv}},
		{"GET", "me", "", is(`{"login":"admin","name":"Ada","email":"ada@example.org","role":"Admin"}`)},
		{"GET", "config", "", is(`{"site":"home","pageSize":20,"hasToken":false}`)},
		{"GET", "names", "", is(`["Hall lamp","Hall fan","Küche lamp","Cellar pump"]`)},
		{"DELETE", "devices/2", "", want{status: 204}},
		{"GET", "devices/2", "", refused(404, "there is no device 2")},
	} {
		t.Run(test.method+" "+test.url+" "+test.body, func(t *testing.T) {
			var body []byte
			if test.method == "POST" {
				body = []byte(test.body)
			}
			test.want.check(t, process.Must(t, test.method, test.url, body))
		})
	}
}

// TestDevicesOfAnotherInstance has settings, a secret, and another caller.
func TestDevicesOfAnotherInstance(t *testing.T) {
	process := startDevices(t)
	send := func(role, method, url, body string) *host.Answer {
		request := host.Request(method, url, []byte(body))
		request.PluginContext.User.Role = role
		settings := request.PluginContext.DataSourceInstanceSettings
		settings.Id = 8
		settings.JsonData = []byte(`{"site":"Zürich 東京","pageSize":2}`)
		settings.DecryptedSecureJsonData = map[string]string{"token": "hunter2"}
		answer, err := process.Send(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
	name := "attachment; filename=\"devices.csv\"; filename*=UTF-8''Z%C3%BCrich%20%E6%9D%B1%E4%BA%AC.csv"
	is("["+lamp+","+fan+"]").check(t, send("Viewer", "GET", "devices", ""))
	is(`{"site":"Zürich 東京","pageSize":2,"hasToken":true}`).check(t, send("Admin", "GET", "config", ""))
	want{200, map[string]string{"content-disposition": name}, "", csv}.check(t, send("Viewer", "GET", "export.csv", ""))
	refused(403, "Viewer").check(t, send("Viewer", "POST", "devices/1", "no JSON"))
	refused(403, "Editor").check(t, send("Editor", "DELETE", "devices/1", ""))
	is(strings.Replace(lamp, "off", "on", 1)).check(t, send("Editor", "POST", "devices/1", `{"state":"on"}`))
}

func TestDevicesWithoutAUser(t *testing.T) {
	request := host.Request("GET", "me", nil)
	request.PluginContext.User = nil
	answer, err := startDevices(t).Send(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	refused(403, "user").check(t, answer)
}
