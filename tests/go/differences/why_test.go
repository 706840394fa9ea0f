package differences

const (
	twice   = "httpadapter hands on `path`, which is decoded already, and Go parses it as a URL once more"
	clean   = "ServeMux cleans the path and redirects; here it is taken as it is"
	climbs  = "ServeMux cleans the path and redirects; here a parameter that climbs is refused"
	broken  = "a broken escape fails httpadapter; here it is the caller's mistake"
	allow   = "ServeMux does not answer OPTIONS, so it does not name it"
	lenient = "Go hands on text that is not UTF-8"
	refused = "the SDK makes an `http::Request` of the message before any code of the library runs"
)

// why has the reason for each case that Go answers otherwise.
var why = map[string]string{
	"percent-09-jaeger":       twice,
	"percent-11-jaeger":       twice,
	"percent-13-jaeger":       twice + ": what follows `#` is a fragment",
	"percent-19-jaeger":       twice + "; here a control character in a parameter is refused",
	"percent-21-jaeger":       broken,
	"percent-23-jaeger":       broken,
	"percent-25-jaeger":       lenient,
	"percent-32-yamcs":        climbs,
	"slashes-03-cloudwatch":   clean,
	"slashes-12-jaeger":       clean,
	"slashes-13-nais-apm":     clean,
	"slashes-16-jaeger":       clean,
	"slashes-18-jaeger":       clean,
	"slashes-20-oncall":       climbs,
	"slashes-21-azuremonitor": climbs,
	"slashes-39-azuremonitor": "`{path...}` takes an empty rest; here one trailing slash is as good as none",
	"slashes-42-azuremonitor": climbs,
	"methods-04-sdk-example":  "it is net/http's server that takes a body away, and httpadapter is none",
	"methods-05-cloudwatch":   allow,
	"methods-17-cloudwatch":   "neither an `http::Request` nor Go's `http.Request` has such a method",
	"methods-28-infinity":     allow,
	"methods-29-flightsql":    allow,
	"methods-30-hsds":         allow,
	"methods-31-materialize":  allow,
	"query-24-cloudwatch":     lenient,
	"query-28-cloudwatch":     "Go drops a pair that holds a semicolon; here, as in browsers, it is text",
	"query-36-cloudwatch":     refused,
	"odd-url-02-jaeger":       "httpadapter goes by `path`; here a whole URL in the place of a path is not believed",
	"odd-url-04-jaeger":       refused,
	"headers-03-oncall":       refused,
	"headers-04-oncall":       refused,
}

// served has what this library's own server answers where that is not what it gives behind the SDK's.
// tests/cases_served.rs shows it.
var served = map[string]string{
	"methods-17-cloudwatch": "400",
	"query-36-cloudwatch":   "as Go",
	"odd-url-04-jaeger":     "as Go",
	"headers-03-oncall":     "as Go, without the header",
	"headers-04-oncall":     "as Go, without the header",
}
